"""``weefsel screen`` shows what points to a person, and refuses what is no text in a sentence."""

from __future__ import annotations

import json

NOTE = "Rustige week.\nMevrouw Jansen belde met 06-12345678.\n"


def test_each_finding_stands_on_a_line_with_its_reason(weefsel, tmp_path):
    (tmp_path / "a.txt").write_text(NOTE, encoding="utf-8")
    done = weefsel("screen", "a.txt")
    assert done.returncode == 0, done.stderr
    assert "Jansen" in done.stdout
    assert "een naam na een aanspreekvorm" in done.stdout
    assert "2 plekken wijzen naar een persoon." in done.stdout
    assert "Geen controle vindt alles" in done.stdout


def test_the_struck_text_and_the_document_are_written(weefsel, tmp_path):
    (tmp_path / "a.txt").write_bytes(NOTE.encode("cp1252"))
    done = weefsel("screen", "a.txt", "--struck", "b.txt", "--json", "c.json", lang="en")
    assert done.returncode == 0, done.stderr
    struck = (tmp_path / "b.txt").read_text(encoding="utf-8")
    assert struck == "Rustige week.\nMevrouw [naam] belde met [telefoonnummer].\n"
    record = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert [one["line"] for one in record["findings"]] == [2, 2]


def test_what_is_no_text_or_is_not_there_is_refused_in_one_sentence(weefsel, tmp_path):
    (tmp_path / "a.bin").write_bytes(b"\x00\x01\x02")
    for name in ("a.bin", "gone.txt"):
        done = weefsel("screen", name)
        assert done.returncode == 2
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1
