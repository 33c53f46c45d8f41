"""Documents in and out: checked TOML recipes and data files, stable JSON results."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import tomli_w
from pydantic import BaseModel, ConfigDict, ValidationError

from weefsel.base.errors import InputError, unknown_key
from weefsel.base.language import Text, text
from weefsel.base.refusal import why

MAX_BYTES = 5_000_000  # a recipe is a page of text; anything this large is not one


_KEY = re.compile(r'"([A-Za-z0-9]+(?:_[A-Za-z0-9]*)+)":')


class Document(BaseModel):
    """A small checked document: unknown keys refused, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Identified(Document):
    """A document that is one thing of a folder: its file has the name of its id."""

    id: str


DocumentT = TypeVar("DocumentT", bound=BaseModel)
IdentifiedT = TypeVar("IdentifiedT", bound=Identified)


def read_toml(content: bytes | str, name: str) -> dict[str, Any]:
    """Read TOML text into a plain record.

    Raises ``InputError`` that names the file and line when it is not TOML.
    """
    if len(content) > MAX_BYTES:
        raise InputError(
            text("the file is larger than a recipe can be."),
            where=name,
            todo=text("Check that this is the file you meant."),
        )
    try:
        words = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        return tomllib.loads(words)
    except RecursionError as fault:
        raise InputError(
            text("its lists and tables stand too deep inside each other."),
            where=name,
            todo=text("Check that this is the file you meant."),
        ) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(
            text("this is not readable TOML (%(fault)s).", fault=str(fault)),
            where=name,
            todo=text("Check the line that is named, or download the recipe again."),
        ) from fault


def check(model: type[DocumentT], record: dict[str, Any], name: str) -> DocumentT:
    """Check a record against its model.

    Raises ``InputError`` that names the file and the first key that is wrong.
    """
    try:
        return model.model_validate(record)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise unknown_key(place, name, _keys(model)) from fault
        if first["type"] == "missing":
            raise InputError(
                text("the key '%(key)s' is missing.", key=place),
                where=name,
                todo=text("Add it and try again."),
            ) from fault
        context = first.get("ctx") or {}
        if isinstance(context.get("error"), InputError):
            raise context["error"] from fault
        raise InputError(
            text(
                "the key '%(key)s' cannot be '%(given)s' (%(fault)s).",
                key=place,
                given=str(first.get("input"))[:60],
                fault=_expected(first["type"], context),
            ),
            where=name,
            todo=text("Correct it and try again."),
        ) from fault


def _expected(kind: str, context: dict[str, Any]) -> Text:
    """Say in our own words what a value should have been, whatever pydantic calls it."""
    if kind == "literal_error":
        return text("expected one of %(known)s", known=context.get("expected", ""))
    if kind in ("greater_than_equal", "greater_than"):
        return text("expected %(bound)s or more", bound=context.get("ge", context.get("gt")))
    if kind in ("less_than_equal", "less_than"):
        return text("expected %(bound)s or less", bound=context.get("le", context.get("lt")))
    if kind in ("string_too_long", "too_long"):
        return text("longer than %(most)s", most=context.get("max_length"))
    if kind in ("string_too_short", "too_short"):
        return text("shorter than %(least)s", least=context.get("min_length"))
    if kind == "finite_number":
        return text("expected a number that is not infinite")
    return {
        "int": text("expected a whole number"),
        "float": text("expected a number"),
        "bool": text("expected true or false"),
        "string": text("expected text in the form of this key"),
        "tuple": text("expected a list"),
        "list": text("expected a list"),
        "model": text("expected a table with keys of its own"),
        "date": text("expected a date"),
    }.get(kind.split("_")[0], text("this is not what the key holds"))


def _keys(model: type[BaseModel]) -> list[str]:
    return list(model.model_fields)


def read_document(model: type[DocumentT], path: Path) -> DocumentT:
    """Read and check one TOML file.

    Raises ``InputError`` that names the file and the key.
    """
    return check(model, read_toml(read_file(path), path.name), path.name)


def read_folder(
    model: type[IdentifiedT],
    folder: Path,
    verify: Callable[[IdentifiedT, str], None] | None = None,
    only: Callable[[Path], bool] | None = None,
) -> dict[str, IdentifiedT]:
    """Read every TOML file of a folder, one thing a file, by id in alphabetical order.

    ``verify(document, file)`` checks what types cannot; ``only(path)`` chooses the files of
    a folder with more than one kind. Raises ``InputError`` that names
    file and key when a file is wrong, or when its name is not its id, and the folder when it
    is not there.
    """
    if not folder.is_dir():
        raise InputError(
            text("this folder is not there."),
            where=str(folder),
            todo=text("Check the name and the folder."),
        )
    found: dict[str, IdentifiedT] = {}
    for path in sorted(folder.glob("*.toml")):
        if only is not None and not only(path):
            continue
        made = read_document(model, path)
        if verify is not None:
            verify(made, path.name)
        if made.id != path.stem:
            raise InputError(
                text("the key 'id' is '%(id)s' and the file has another name.", id=made.id),
                where=path.name,
                todo=text("Give the file the name of its id."),
            )
        found[made.id] = made
    return found


def read_file(path: Path) -> bytes:
    """Read a file whole.

    Raises ``InputError`` that names the file when it is not there or may not be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise InputError(
            text("this file does not exist."),
            where=str(path),
            todo=text("Check the name and the folder."),
        ) from fault
    except OSError as fault:
        raise InputError(
            text("the file cannot be opened (%(fault)s).", fault=why(fault)),
            where=str(path),
            todo=text("Check the name and that you may read it."),
        ) from fault


def write_toml(record: dict[str, Any]) -> str:
    """Write a record as TOML, leaving out what is unknown."""
    return tomli_w.dumps(_without_none(record))


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [_without_none(part) for part in value]
    return value


@lru_cache(maxsize=4096)  # the same few hundred keys come back by the thousand
def camel(name: str) -> str:
    """Give a snake_case key in camelCase."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def to_json(record: dict[str, Any]) -> str:
    """Write a record as JSON in camelCase, keys in the order given, numbers unrounded."""
    return json.dumps(_camel_keys(record), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_line(record: dict[str, Any]) -> str:
    """Write a record as JSON in camelCase on one line: for files of very many records."""
    written = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A quote inside a value is escaped, and only a key stands before a colon.
    return _KEY.sub(lambda found: f'"{camel(found[1])}":', written)


def _camel_keys(value: Any) -> Any:
    """Give a record with all its keys in camelCase."""
    if isinstance(value, dict):
        return {camel(str(key)): _camel_keys(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_camel_keys(part) for part in value]
    return value
