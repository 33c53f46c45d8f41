"""Every fault of a social map at once: fields, double ids, and references to nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from weefsel.base.language import Text, text
from weefsel.sources.hsds.package import Fault, Row
from weefsel.sources.hsds.specification import ID, tables
from weefsel.sources.hsds.values import fault_of, is_uuid

# A row as it was read: its place in the file (a row number, or a path in JSON) and its values.
Placed = tuple[Text | str, Row]


def check(
    read: Mapping[str, Sequence[Placed]], files: Mapping[str, str], *, tabular: bool
) -> tuple[list[Fault], tuple[Text, ...]]:
    """Give the faults of rows by table, and remarks on what is let pass.

    ``files`` names the file of each table. In tables every required field must be there; in
    nested JSON what stands inside another record need not repeat whose it is. A reference to
    nothing is a fault only where the field is required: examples of the specification have
    loose ones.
    """
    faults: list[Fault] = []
    ids = {table: {str(row.get(ID)) for _, row in rows} for table, rows in read.items()}
    strange: set[str] = set()
    loose: list[Fault] = []
    for table, rows in read.items():
        made, file = tables()[table], files[table]
        seen: set[str] = set()
        for place, row in rows:
            key = row.get(ID)
            if key is None:
                faults.append(Fault(file, place, ID, text("a row without an id.")))
            elif tabular and str(key) in seen:
                double = text("the id '%(id)s' stands here twice.", id=str(key)[:60])
                faults.append(Fault(file, place, ID, double))
            else:
                seen.add(str(key))
            for name, field in made.fields.items():
                value = row.get(name)
                if value is None:
                    needed = field.required and name != ID
                    if needed and (tabular or name not in _WHOSE):
                        faults.append(Fault(file, place, name, text("this must be filled.")))
                    continue
                if field.kind == "uuid":
                    if not isinstance(value, str):
                        faults.append(Fault(file, place, name, text("an id must be a text.")))
                    elif not is_uuid(value):
                        strange.add(table)
                elif (wrong := fault_of(value, field)) is not None:
                    faults.append(Fault(file, place, name, wrong))
                target = made.links.get(name)
                if target is not None and str(value) not in ids.get(target, ()):
                    nothing = text(
                        "'%(id)s' is no id of %(table)s.", id=str(value)[:60], table=target
                    )
                    if field.required:
                        faults.append(Fault(file, place, name, nothing))
                    else:
                        loose.append(Fault(file, place, name, nothing))
    remarks = tuple(
        text("%(file)s, %(said)s It was kept.", file=one.file, said=one.said) for one in loose
    )
    remarks += tuple(
        text("The ids of %(table)s are not UUIDs; they were kept as they are.", table=one)
        for one in sorted(strange)
    )
    return faults, remarks


# Required in a table; in nested JSON they follow from where the record stands.
_WHOSE = frozenset(
    {"organization_id", "service_id", "location_id", "link_id", "resource_id", "taxonomy_term_id",
     "link_entity", "resource_type"}
)  # fmt: skip
