"""Terms under which a package says what the specification has no field for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from weefsel.base.document import Document, check, read_toml
from weefsel.provisions.brought import new_id
from weefsel.provisions.hsds_kept import Kept
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.social_map import ORGANISATION_KINDS, PILLARS, STATUTORY, WAYS_IN

TERMS = Path(__file__).with_name("hsds_terms.toml")
FIELD = "field"
DUTCH = "nl"


class _Taxonomy(Document):
    field: str
    of: str
    name: str
    description: str


class Words(Document):
    """The lists and the words of ``hsds_terms.toml``."""

    version: str
    taxonomy: dict[str, _Taxonomy]
    language: dict[str, tuple[str, str]]
    wheelchair: dict[str, tuple[str, ...]]
    free: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """Give the lists and the words that come with Weefsel."""
    return check(Words, read_toml(TERMS.read_bytes(), TERMS.name), TERMS.name)


@cache
def taxonomies() -> dict[str, str]:
    """Give the key of each of our taxonomies by its id."""
    return {new_id("taxonomy", key): key for key in words().taxonomy}


@cache
def _names(key: str) -> dict[str, str]:
    """Give the Dutch name of each term of a taxonomy."""
    lists: dict[str, Any] = {
        "kind": place_kinds(), "activity": ACTIVITIES, "group": GROUPS,
        "pillar": {str(number): said for number, said in PILLARS.items()},
        "way_in": WAYS_IN, "statutory": STATUTORY, "organisation_kind": ORGANISATION_KINDS,
    }  # fmt: skip
    return {code: str(said.render(DUTCH)) for code, said in lists.get(key, {}).items()}


@dataclass(frozen=True)
class Said:
    """One term said of a record: of which taxonomy of ours, which code, with which value."""

    key: str
    code: str
    value: str
    attribute: str  # its id


def said(kept: Kept) -> list[Said]:
    """Give the terms of our own taxonomies that are said of a record itself."""
    terms = {str(row["id"]): row for _, row in kept.rows.get("taxonomy_term", ())}
    found = []
    for row in kept.of("attribute", "link_id"):
        term = terms.get(str(row.get("taxonomy_term_id")), {})
        key = taxonomies().get(str(term.get("taxonomy_id")))
        if key is not None:
            found.append(
                Said(key, str(term.get("code", "")), str(row.get("value", "")), str(row["id"]))
            )
    return found


def facts(kept: Kept) -> dict[str, Any]:
    """Give the fields that are said as JSON; what is no JSON is left out."""
    found = {}
    for one in said(kept):
        if one.key != FIELD:
            continue
        try:
            found[one.code] = json.loads(one.value)
        except ValueError:
            continue
    return found


def say_fact(kept: Kept, field: str, value: Any) -> None:
    """Say a field as JSON, in the place of what was said of it before."""
    forget(kept, FIELD, field)
    _say(kept, FIELD, field, json.dumps(value, ensure_ascii=False, sort_keys=True))


def say_terms(kept: Kept, key: str, codes: list[str]) -> None:
    """Say these terms of a taxonomy of ours, and no others."""
    forget(kept, key)
    for code in codes:
        _say(kept, key, code, "")


def forget(kept: Kept, key: str, code: str | None = None) -> None:
    """Take back what was said under a taxonomy of ours, or one code of it."""
    gone = {one.attribute for one in said(kept) if one.key == key and code in (None, one.code)}
    kept.remove("attribute", gone)


def _say(kept: Kept, key: str, code: str, value: str) -> None:
    taxonomy, term = new_id("taxonomy", key), new_id("term", key, code)
    named = words().taxonomy[key]
    name = _names(key).get(code, code)
    attribute = {
        "id": new_id("attribute", kept.table, kept.id, key, code),
        "link_id": kept.id,
        "taxonomy_term_id": term,
        "link_entity": kept.table,
    }
    kept.add("attribute", attribute | ({"value": value} if value else {}))
    kept.add(
        "taxonomy_term",
        {
            "id": term, "code": code, "name": name, "description": name, "taxonomy": named.name,
            "language": DUTCH, "taxonomy_id": taxonomy,
        },
    )  # fmt: skip
    kept.add(
        "taxonomy",
        {
            "id": taxonomy, "name": named.name, "description": named.description,
            "version": words().version,
        },
    )  # fmt: skip


def codes_of(kept: Kept, key: str) -> list[str]:
    """Give the codes said of a record under one taxonomy of ours, in order."""
    return [one.code for one in said(kept) if one.key == key]


def other_terms(kept: Kept) -> list[str]:
    """Give the names of terms of other people's taxonomies that are said of a record."""
    terms = {str(row["id"]): row for _, row in kept.rows.get("taxonomy_term", ())}
    found = []
    for row in kept.of("attribute", "link_id"):
        term = terms.get(str(row.get("taxonomy_term_id")), {})
        if term.get("name") and str(term.get("taxonomy_id")) not in taxonomies():
            found.append(str(term["name"]))
    return found


def language_code(code: str, name: str) -> str | None:
    """Give the ISO 639 code of a language by its code or its name; none when unknown."""
    if code:
        return code.casefold()
    wanted = name.strip().casefold()
    for known, names in words().language.items():
        if wanted == known or wanted in {one.casefold() for one in names}:
            return known
    return None


def language_name(code: str) -> str:
    """Give the Dutch name of a language, its code where we have no name."""
    return words().language.get(code, (code, code))[0]
