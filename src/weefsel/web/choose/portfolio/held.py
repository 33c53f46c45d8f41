"""What is held here of one person, and what happens to it when somebody leaves."""

from __future__ import annotations

from typing import Any

from weefsel.base.language import text
from weefsel.web.accounts.leaving import Belongings, in_care
from weefsel.web.accounts.models import House, User
from weefsel.web.accounts.own_data import holds
from weefsel.web.choose.portfolio.models import (
    Destination,
    Portfolio,
    PortfolioFile,
    PortfolioLine,
)

MODELS = {
    "portfolios": (Portfolio, "owner"),
    "portfolio_lines": (PortfolioLine, "author"),
    "freed_money": (Destination, "author"),
}


@holds("portfolios")
def portfolios(user: User) -> dict[str, list[dict[str, Any]]]:
    """Give what somebody has the care of or wrote last, and each version they made."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, (model, field) in MODELS.items():
        mine = model._default_manager.filter(**{field: user})
        made = model.history.filter(history_user=user)  # type: ignore[attr-defined]
        found[name] = [{"id": one.pk, "name": str(one), "version": one.version} for one in mine]
        found[f"{name}_versions"] = [
            {"id": one.id, "version": one.version, "at": one.history_date} for one in made
        ]
    files = PortfolioFile.objects.filter(made_by=user).defer("content")
    found["portfolio_files"] = [{"id": one.pk, "name": one.file_name} for one in files]
    return found


def _count(user: User, house: House) -> int:
    return Portfolio.objects.filter(owner=user, house=house).count()


def _move(user: User, house: House, heir: User | None) -> None:
    from weefsel.web.audit.log import record, request_now

    for one in Portfolio.objects.filter(owner=user, house=house):
        one.owner = heir
        one._history_user = None
        one.save(update_fields=["owner"])
        what = {"heir": str(heir.uid) if heir else None}
        record(request_now(), "portfolio.hand_over", one, what=what)


def register() -> None:
    """Say that portfolios are in somebody's care; called once."""
    in_care(Belongings(text("portfolios"), _count, _move))
