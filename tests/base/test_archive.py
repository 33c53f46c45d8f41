"""An archive is there whole or not at all, and no change to it goes unseen."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.archive import Contents, read_archive, write_archive
from weefsel.base.errors import InputError
from weefsel.base.sealed import BLOCK, SealedReader, SealedWriter, read_passphrase

FORM = "test/1"
SECRET = b"een zin die niemand raadt"
PARTS = {"database/a.jsonl": b"[1]\n[2]\n", "store/parts/x.parquet": bytes(range(256)) * 500}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch passphrases less than outside tests; the form of the file is the same."""
    monkeypatch.setattr("weefsel.base.sealed.SCRYPT_N", 1 << 4)


def written(path: Path, secret: bytes | None = None) -> Path:
    with write_archive(path, secret) as archive:
        for name, content in PARTS.items():
            archive.add(name, [content[:3], content[3:]], packed=name.endswith("parquet"))
        archive.finish(Contents(form=FORM, parts=tuple(archive.parts)))
    return path


def read(path: Path, secret: bytes | None = None) -> dict[str, bytes]:
    with read_archive(path, secret) as archive:
        listed = archive.contents(Contents, FORM)
        return {part.path: b"".join(archive.read(part)) for part in listed.parts}


@pytest.mark.parametrize("secret", [None, SECRET])
def test_what_goes_in_comes_out_and_only_its_owner_can_read_it(tmp_path, secret):
    path = written(tmp_path / "a", secret)
    assert read(path, secret) == PARTS
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_when_writing_fails_the_file_that_was_there_stays(tmp_path):
    path = written(tmp_path / "a")
    before = path.read_bytes()

    def broken() -> Iterator[bytes]:
        yield b"1"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), write_archive(path) as archive:
        archive.add("x", broken())
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("secret", [None, SECRET])
def test_an_archive_that_was_cut_off_anywhere_is_refused(tmp_path, secret):
    whole = written(tmp_path / "a", secret).read_bytes()
    for length in (0, 1, 30, len(whole) // 2, len(whole) - 20, len(whole) - 1):
        (tmp_path / "b").write_bytes(whole[:length])
        with pytest.raises(InputError):
            read(tmp_path / "b", secret)


@given(st.integers(0, 10**9), st.integers(1, 255), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_is_noticed_or_changes_nothing(tmp_path_factory, place, change, sealed):
    secret = SECRET if sealed else None
    folder = tmp_path_factory.mktemp("archive")
    content = bytearray(written(folder / "a", secret).read_bytes())
    content[place % len(content)] ^= change
    (folder / "b").write_bytes(content)
    try:
        assert read(folder / "b", secret) == PARTS
    except InputError:
        return
    assert not sealed, "a sealed file must notice every change"


def test_a_sealed_one_shows_nothing_and_opens_only_with_its_passphrase(tmp_path):
    path = written(tmp_path / "a", SECRET)
    assert b"jsonl" not in path.read_bytes()
    for other in (None, b"een andere lange wachtzin"):
        with pytest.raises(InputError):
            read(path, other)


def test_a_short_passphrase_is_refused():
    assert read_passphrase(b"lang genoeg om te tellen\n", "x") == b"lang genoeg om te tellen"
    with pytest.raises(InputError):
        read_passphrase(b"kort\n", "x")


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7])
def test_a_sealed_file_can_be_read_from_any_place(size):
    content, raw = bytes(one % 251 for one in range(size)), io.BytesIO()
    writer = SealedWriter(raw, SECRET)
    for begin in range(0, size, 10_007):
        writer.write(content[begin : begin + 10_007])
    writer.finish()
    reader = SealedReader(io.BytesIO(raw.getvalue()), SECRET, "x")
    assert reader.read() == content
    for place in {0, size // 2, max(size - 5, 0), size}:
        reader.seek(place)
        assert reader.read(9) == content[place : place + 9]


def test_blocks_that_changed_places_or_are_missing_are_noticed():
    raw = io.BytesIO()
    writer = SealedWriter(raw, SECRET)
    writer.write(b"a" * (3 * BLOCK + 1))
    writer.finish()
    content, sealed = raw.getvalue(), BLOCK + 16
    head = len(content) - 3 * sealed - 17
    blocks = [content[head + n * sealed : head + (n + 1) * sealed] for n in range(4)]
    swapped = content[:head] + blocks[1] + blocks[0] + blocks[2] + blocks[3]
    shorter = content[:head] + blocks[0] + blocks[1] + blocks[2]
    for changed in (swapped, shorter):
        with pytest.raises(InputError):
            SealedReader(io.BytesIO(changed), SECRET, "x").read()


@pytest.mark.parametrize(
    "name", ["../buiten", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "", "./a", "a//b"]
)
def test_a_part_that_would_land_elsewhere_is_refused(tmp_path, name):
    part = {"path": name, "bytes": 1, "sha256": "0" * 64}
    with zipfile.ZipFile(tmp_path / "a", "w") as bad:
        bad.writestr("manifest.json", json.dumps({"form": FORM, "parts": [part]}))
    with pytest.raises(InputError):
        read(tmp_path / "a")


@pytest.mark.parametrize(
    "record",
    [b"", b"{}", b"[]", b"null", b'{"form": "test/1", "parts": 3}', b"\xff", b'{"form": 1}'],
)
def test_a_list_that_is_none_is_refused(tmp_path, record):
    with zipfile.ZipFile(tmp_path / "a", "w") as bad:
        bad.writestr("manifest.json", record)
    with pytest.raises(InputError):
        read(tmp_path / "a")


def test_a_part_longer_than_the_list_says_is_refused_before_it_fills_the_disk(tmp_path):
    with zipfile.ZipFile(tmp_path / "a", "w", zipfile.ZIP_DEFLATED) as bad:
        bad.writestr("x", b"0" * 50_000_000)
        listed = {"form": FORM, "parts": [{"path": "x", "bytes": 10, "sha256": "0" * 64}]}
        bad.writestr("manifest.json", json.dumps(listed))
    with read_archive(tmp_path / "a") as archive:
        (part,) = archive.contents(Contents, FORM).parts
        with pytest.raises(InputError):
            next(archive.read(part))
