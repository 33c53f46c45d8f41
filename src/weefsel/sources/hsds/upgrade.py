"""Version 1.1 of the specification brought to version 3, with a report of what went where.

Open Referral, HSDS 1.1 (2018) and the changes listed in the documentation of version 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.hsds.check import Placed, check
from weefsel.sources.hsds.package import BrokenPackageError, Package
from weefsel.sources.hsds.specification import ID, tables
from weefsel.sources.hsds.tabular import cells
from weefsel.sources.hsds.values import from_cell

Cells = dict[str, str]
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Mapped:
    """Where one column of version 1.1 went, how, and in how many rows it was filled.

    ``target`` is empty for what has no place in version 3.
    """

    source: str
    target: str
    how: Text
    rows: int


KEPT = text("kept as it is")
RENAMED = text("renamed")
DROPPED = text("left out: version 3 has no place for it")


def upgrade(files: Mapping[str, bytes], name: str) -> tuple[Package, tuple[Mapped, ...]]:
    """Read a package of version 1.1 and give it as version 3, with what was mapped how.

    Nothing disappears without a line in the report. Raises ``BrokenPackageError`` with every
    fault that is left in version 3, ``InputError`` when a file cannot be read at all.
    """
    if "organizations.csv" not in files and "services.csv" not in files:
        raise InputError(
            text("this package has neither organisations nor services."),
            where=name,
            todo=text("Bring organizations.csv and services.csv of the same package."),
        )
    made = _Upgrade(files)
    for one in _STEPS:
        one(made)
    read = {table: made.rows[table] for table in tables() if made.rows.get(table)}
    faults, remarks = check(read, made.files, tabular=True)
    if faults:
        raise BrokenPackageError(faults)
    rows = {table: tuple(row for _, row in placed) for table, placed in read.items()}
    return Package(rows, remarks), tuple(made.report)


class _Upgrade:
    """The rows of version 3 while they are made, and the report."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.given = files
        self.rows: dict[str, list[Placed]] = {}
        self.files: dict[str, str] = {}
        self.report: list[Mapped] = []

    def source(self, file: str) -> list[tuple[Text, Cells]]:
        """Give the rows of a file of version 1.1, none where it is not there."""
        return cells(self.given[file], file)[0] if file in self.given else []

    def add(self, table: str, file: str, place: Text, row: Cells) -> None:
        """Keep a row of version 3; an id that the table already has gets another one."""
        fields = tables()[table].fields
        value = {name: from_cell(cell, fields[name]) for name, cell in row.items()}
        known = {str(there[ID]) for _, there in self.rows.get(table, ()) if ID in there}
        if value.get(ID) in known:
            value[ID] = new_id(file, str(value[ID]))
            self.say(f"{file}: {ID}", f"{table}.{ID}", text("given anew: it stood twice"), 1)
        self.rows.setdefault(table, []).append((place, value))
        self.files.setdefault(table, file)

    def say(self, source: str, target: str, how: Text, rows: int) -> None:
        """Put a line in the report when it is about any row."""
        if rows:
            self.report.append(Mapped(source, target, how, rows))

    def copy(
        self,
        file: str,
        table: str,
        renamed: Mapping[str, str] | None = None,
        change: Callable[[Cells, Cells], None] | None = None,
        read: frozenset[str] = frozenset(),
    ) -> None:
        """Copy a table column by column; ``change`` sees the old row and fills the new one.

        ``read`` names the columns that ``change`` itself puts somewhere and reports.
        """
        fields, names = tables()[table].fields, renamed or {}
        filled: dict[str, int] = {}
        for place, old in self.source(file):
            new = {}
            for column, cell in old.items():
                filled[column] = filled.get(column, 0) + 1
                target = names.get(column, column)
                if target in fields and column not in read:
                    new[target] = cell
            if change is not None:
                change(old, new)
            self.add(table, file, place, new)
        for column, rows in filled.items():
            if column in read:
                continue
            target = names.get(column, column)
            if target not in fields:
                self.say(f"{file}: {column}", "", DROPPED, rows)
            else:
                how = KEPT if target == column else RENAMED
                self.say(f"{file}: {column}", f"{table}.{target}", how, rows)


def new_id(*parts: str) -> str:
    """Give an id that is the same each time the same package is brought."""
    return str(uuid5(NAMESPACE_URL, "hsds-1.1:" + ":".join(parts)))


def _organizations(made: _Upgrade) -> None:
    made.copy("organizations.csv", "organization", {"url": "website"})


def _programs(made: _Upgrade) -> None:
    lacking = 0

    def change(old: Cells, new: Cells) -> None:
        nonlocal lacking
        if "description" not in new and "name" in old:
            new["description"] = old["name"]
            lacking += 1

    made.copy("programs.csv", "program", change=change)
    how = text("its name, for version 3 asks for a description")
    made.say("programs.csv: name", "program.description", how, lacking)


def _services(made: _Upgrade) -> None:
    eligible = _gathered(made, "eligibility.csv", "eligibility")
    paid = _gathered(made, "payments_accepted.csv", "payment")

    def change(old: Cells, new: Cells) -> None:
        key = old.get(ID, "")
        if key in eligible:
            new["eligibility_description"] = "; ".join(eligible[key])
        said = [*([old["fees"]] if "fees" in old else []), *paid.get(key, ())]
        if said:
            new["fees_description"] = "; ".join(said)

    made.copy("services.csv", "service", change=change, read=frozenset({"fees"}))
    fees = sum("fees" in old for _, old in made.source("services.csv"))
    made.say("services.csv: fees", "service.fees_description", RENAMED, fees)
    joined = text("put together per service")
    many = sum(len(one) for one in eligible.values())
    made.say("eligibility.csv: eligibility", "service.eligibility_description", joined, many)
    many = sum(len(one) for one in paid.values())
    made.say("payments_accepted.csv: payment", "service.fees_description", joined, many)


def _gathered(made: _Upgrade, file: str, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, row in made.source(file):
        if "service_id" in row and column in row:
            found.setdefault(row["service_id"], []).append(row[column])
    return found


def _locations(made: _Upgrade) -> None:
    count = 0

    def change(old: Cells, new: Cells) -> None:
        nonlocal count
        new["location_type"] = "physical"
        count += 1

    made.copy("locations.csv", "location", change=change)
    how = text("taken to be a place one can go to: version 1.1 does not say")
    made.say("locations.csv", "location.location_type", how, count)
    made.copy("services_at_location.csv", "service_at_location")


def _addresses(made: _Upgrade) -> None:
    for kind in ("physical", "postal"):
        file, joined = f"{kind}_addresses.csv", 0

        def change(old: Cells, new: Cells, kind: str = kind) -> None:
            nonlocal joined
            new["address_type"] = kind
            more = [old[one] for one in ("address_2", "address_3", "address_4") if one in old]
            if len(more) > 1:
                new["address_2"] = ", ".join(more)
                joined += 1

        made.copy(file, "address", change=change, read=frozenset({"address_3", "address_4"}))
        made.say(file, "address.address_type", text("as the file says"), len(made.source(file)))
        how = text("put behind the second line")
        made.say(f"{file}: address_3, address_4", "address.address_2", how, joined)


def _phones(made: _Upgrade) -> None:
    spoken = 0
    made.copy("phones.csv", "phone", read=frozenset({"language"}))
    for place, old in made.source("phones.csv"):
        for one in (part.strip() for part in old.get("language", "").split(",")):
            if one:
                row = {ID: new_id("phone", old.get(ID, ""), one), "name": one}
                made.add("language", "phones.csv", place, {**row, "phone_id": old.get(ID, "")})
                spoken += 1
    how = text("one row a language")
    made.say("phones.csv: language", "language.name", how, spoken)
    made.copy("contacts.csv", "contact")


def _schedules(made: _Upgrade) -> None:
    file, weekly = "regular_schedules.csv", 0

    def week(old: Cells, new: Cells) -> None:
        nonlocal weekly
        day = old.get("weekday", "")
        if day.isdigit() and 1 <= int(day) <= len(_DAYS):
            new |= {"freq": "WEEKLY", "interval": "1", "byday": _DAYS[int(day) - 1]}
            weekly += 1
        elif day:
            new["notes"] = day

    made.copy(file, "schedule", change=week, read=frozenset({"weekday"}))
    how = text("every week on that day")
    made.say(f"{file}: weekday", "schedule.byday", how, weekly)
    other = sum("weekday" in old for _, old in made.source(file)) - weekly
    made.say(f"{file}: weekday", "schedule.notes", text("not a day from 1 to 7"), other)
    file, closed = "holiday_schedules.csv", 0

    def holiday(old: Cells, new: Cells) -> None:
        nonlocal closed
        if old.get("closed", "").casefold() in {"true", "1", "yes", "y"}:
            new["description"] = "closed"
            closed += 1
        else:
            new["description"] = "holiday hours"

    dates = {"start_date": "valid_from", "end_date": "valid_to"}
    made.copy(file, "schedule", dates, change=holiday, read=frozenset({"closed"}))
    made.say(f"{file}: closed", "schedule.description", text("as a word"), closed)


def _terms(made: _Upgrade) -> None:
    file = "taxonomy.csv"

    def term(old: Cells, new: Cells) -> None:
        new["description"] = old.get("name", "")

    made.copy(file, "taxonomy_term", {"vocabulary": "taxonomy"}, change=term)
    how = text("its name, for version 3 asks for a description")
    rows = len(made.source(file))
    made.say(f"{file}: name", "taxonomy_term.description", how, rows)

    def link(old: Cells, new: Cells) -> None:
        new["link_entity"] = "service"

    names = {
        "service_id": "link_id",
        "taxonomy_id": "taxonomy_term_id",
        "taxonomy_detail": "value",
    }
    made.copy("services_taxonomy.csv", "attribute", names, change=link)


def _rest(made: _Upgrade) -> None:
    made.copy("funding.csv", "funding")
    made.copy("service_areas.csv", "service_area", {"service_area": "name"})
    made.copy("required_documents.csv", "required_document")
    made.copy("languages.csv", "language", {"language": "name"})
    access = {"accessibility": "description"}
    made.copy("accessibility_for_disabilities.csv", "accessibility", access)
    made.copy("meta_table_descriptions.csv", "meta_table_description")


def _metadata(made: _Upgrade) -> None:
    whose = {
        str(row[ID]): table for table, rows in made.rows.items() for _, row in rows if ID in row
    }
    cut = known = 0

    def change(old: Cells, new: Cells) -> None:
        nonlocal cut, known
        if "T" in new.get("last_action_date", ""):
            new["last_action_date"] = new["last_action_date"].partition("T")[0]
            cut += 1
        if old.get("resource_id") in whose:
            new["resource_type"] = whose[old["resource_id"]]
            known += 1

    file = "metadata.csv"
    made.copy(file, "metadata", change=change)
    how = text("the day without the time")
    made.say(f"{file}: last_action_date", "metadata.last_action_date", how, cut)
    how = text("the table that the id stands in")
    made.say(f"{file}: resource_id", "metadata.resource_type", how, known)


_STEPS: tuple[Callable[[_Upgrade], None], ...] = (
    _organizations, _programs, _services, _locations, _addresses, _phones, _schedules, _terms,
    _rest, _metadata,
)  # fmt: skip
