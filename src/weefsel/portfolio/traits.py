"""What kind of work a line is: as stated, else as its intervention or its kind implies."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from weefsel.base.document import Document, read_document
from weefsel.evidence.intervention import Activity, Intervention
from weefsel.portfolio.line import Aim, Form, Line
from weefsel.portfolio.reviewed import How, Traits


class Implied(Document):
    """What one kind of activity implies, and why."""

    form: Form | None = None
    aim: Aim | None = None
    why: str


class _AllImplied(Document):
    A2: Implied
    A3: Implied
    A5: Implied
    A6: Implied
    A9: Implied


NOTHING_IMPLIED = Implied(why="")


@cache
def implied() -> dict[str, Implied]:
    """Give what each kind of activity implies."""
    path = Path(str(resources.files("weefsel.portfolio"))) / "implied.toml"
    held = read_document(_AllImplied, path)
    return {kind: getattr(held, kind) for kind in _AllImplied.model_fields}


def traits_of(line: Line, made: Intervention | None) -> Traits:
    """Give kind, groups, aim and form of a line, and who says so.

    ``made`` is its intervention where the library has it. A kind follows from it only where
    the entry names one kind alone; all that it names are in ``kinds``.
    """
    from_library = made.activities if made is not None else ()
    kind: Activity | None = line.kind
    kind_how: How = "given" if kind else "unknown"
    if kind is None and len(from_library) == 1:
        kind, kind_how = from_library[0], "intervention"
    groups, groups_how = line.groups, "given" if line.groups else "unknown"
    # Words for people outside the nine groups say for whom it is: the library adds nothing.
    if not groups and not line.for_whom and made is not None and made.groups:
        groups, groups_how = made.groups, "intervention"
    means = implied().get(kind or "", NOTHING_IMPLIED)
    aim, form = line.aim or means.aim, line.form or means.form
    return Traits(
        kind=kind,
        kind_how=kind_how,
        kinds=(line.kind,) if line.kind else from_library,
        groups=groups,
        groups_how=groups_how,  # type: ignore[arg-type]
        aim=aim,
        aim_how=_how(line.aim, aim),
        form=form,
        form_how=_how(line.form, form),
    )


def _how(stated: str | None, settled: str | None) -> How:
    if stated:
        return "given"
    return "kind" if settled else "unknown"
