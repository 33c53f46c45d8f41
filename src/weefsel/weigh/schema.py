"""Which kind of recipe a file is."""

from __future__ import annotations

from weefsel.base.document import read_toml


def schema_of(content: bytes | str, name: str) -> str:
    """Give the schema that a recipe names, empty when it names none.

    Raises ``InputError`` that names the file and line when it is not TOML.
    """
    return str(read_toml(content, name).get("schema", ""))
