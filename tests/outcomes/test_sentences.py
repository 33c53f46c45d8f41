"""The test sentences for free-text screening are labelled as their README promises."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from stdnum import iban
from stdnum.nl import bsn

ROOM = Path(__file__).parent / "sentences"
HALVES = ("tune", "report")
STRUCTURED = (
    "bsn",
    "iban",
    "phone",
    "email",
    "postcode_number",
    "street_number",
    "birth_date",
    "licence_plate",
)
KINDS = {*STRUCTURED, "postcode", "name"}
# The fewest a half may hold; a rate over fewer cases says too little.
MINIMUM = {**dict.fromkeys(STRUCTURED, 22), "postcode": 5, "name": 130}
SENTENCES, WITHOUT, ENGLISH = 260, 90, 15
# Of a text with fewer letters (only a number, or a number and its label) the number is all.
LABEL_ONLY = 8


def read(half: str) -> list[dict]:
    lines = (ROOM / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def letters(text: str) -> str:
    """The text without case, digits, spaces and marks, to recognise the same sentence."""
    return re.sub(r"[\W\d_]+", "", text.casefold())


@pytest.mark.parametrize("half", HALVES)
def test_every_span_is_the_text_it_says(half):
    for row in read(half):
        end = 0
        for span in row["spans"]:
            assert span["kind"] in KINDS, row["id"]
            assert end <= span["start"] < span["end"], row["id"]
            found = row["text"][span["start"] : span["end"]]
            assert found == span["text"] == found.strip(), row["id"]
            end = span["end"]


@pytest.mark.parametrize("half", HALVES)
def test_numbers_labelled_as_bsn_or_iban_pass_their_check(half):
    for row in read(half):
        for span in row["spans"]:
            if span["kind"] == "bsn":
                assert bsn.is_valid(re.sub(r"\D", "", span["text"])), row["id"]
            if span["kind"] == "iban":
                bare = re.sub(r"[\W_]", "", span["text"])
                # Abroad only mod-97 counts: national bank lists are not the subject here.
                assert iban.is_valid(bare, check_country=False), row["id"]


@pytest.mark.parametrize("half", HALVES)
def test_nine_digits_that_are_no_bsn_fail_the_elfproef(half):
    tagged = [row for row in read(half) if "failing_elfproef" in row["tags"]]
    assert tagged
    for row in tagged:
        digits = re.search(r"\d{9}|\d{3} \d{3} \d{3}", row["text"])
        assert digits, row["id"]
        assert not bsn.is_valid(digits.group().replace(" ", "")), row["id"]


@pytest.mark.parametrize("half", HALVES)
def test_each_half_holds_enough_of_every_kind(half):
    sentences = read(half)
    counts = Counter(span["kind"] for row in sentences for span in row["spans"])
    assert len(sentences) >= SENTENCES
    assert sum(not row["spans"] for row in sentences) >= WITHOUT
    assert sum("english" in row["tags"] for row in sentences) >= ENGLISH
    few = {kind: counts[kind] for kind, least in MINIMUM.items() if counts[kind] < least}
    assert few == {}


def test_no_sentence_stands_twice_nor_in_both_halves():
    rows = [row for half in HALVES for row in read(half)]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["text"].casefold() for row in rows}) == len(rows)
    # The letters alone: the same sentence with another number is the same sentence.
    tune, report = ({letters(r["text"]) for r in read(half)} - {""} for half in HALVES)
    assert {same for same in tune & report if len(same) > LABEL_ONLY} == set()


def test_the_readme_gives_the_counts_of_the_files():
    readme = (ROOM / "README.md").read_text(encoding="utf-8")
    counts = {
        half: Counter(span["kind"] for row in read(half) for span in row["spans"])
        for half in HALVES
    }
    for kind in KINDS:
        line = f"| {kind} | {counts['tune'][kind]} | {counts['report'][kind]} |"
        assert line in readme, line
