"""``weefsel account``: houses, invitations, managers of the install, the end of an account.

Never a password: somebody who is invited chooses one behind the link.
"""

from __future__ import annotations

from typing import Annotated

import typer

from weefsel.base.language import text
from weefsel.terminal import out, print_table, say

LOCAL = "http://127.0.0.1:8000"

account = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say(text("Houses, invitations and accounts of this install.")),
)


def _ready() -> None:
    """Make the database ready to be asked."""
    from weefsel.web.install import set_up

    set_up()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


@account.command(help=say(text("Make a house: a municipality or an organisation.")))
def house(
    name: Annotated[str, typer.Argument(help=say(text("Name of the house.")))],
    kind: Annotated[str, typer.Option(help=say(text("municipality or organisation.")))],
    area: Annotated[
        str, typer.Option(help=say(text("Code of the municipality, for instance GM0164.")))
    ] = "",
) -> None:
    """Make a house."""
    _ready()
    from weefsel.web.accounts.founding import make_house

    made = make_house(name, kind, area)
    out.print(
        say(
            text(
                "%(house)s was made; its short name is %(slug)s.", house=made.name, slug=made.slug
            )
        )
    )
    words = text(
        "Invite its administrator: weefsel account invite --house %(slug)s --role administrator",
        slug=made.slug,
    )
    out.print(say(words))


@account.command(help=say(text("Make a link that lets one person into a house, once.")))
def invite(
    house: Annotated[str, typer.Option(help=say(text("Short name of the house.")))],
    role: Annotated[str, typer.Option(help=say(text("The role, for instance administrator.")))],
    address: Annotated[
        str, typer.Option(help=say(text("Where people open Weefsel: https://name.")))
    ] = LOCAL,
) -> None:
    """Print a link of one time."""
    _ready()
    from django.urls import reverse

    from weefsel.web.accounts import founding

    _made, token = founding.invite(founding.find_house(house), role)
    out.print(say(text("This link works once, within a week. Nobody can show it again:")))
    out.print(address.rstrip("/") + reverse("invitation", args=[token]))


@account.command(
    "new-password", help=say(text("Make a link for who forgot the password; it works once."))
)
def new_password(
    user: Annotated[str, typer.Argument(help=say(text("Name to log in with.")))],
    address: Annotated[
        str, typer.Option(help=say(text("Where people open Weefsel: https://name.")))
    ] = LOCAL,
) -> None:
    """Print a link by which somebody chooses a new password."""
    _ready()
    from weefsel.web.accounts import founding
    from weefsel.web.accounts.new_password import link_for

    link = link_for(founding.find_user(user))
    out.print(say(text("This link works once, within three days. Give it to this person only:")))
    out.print(address.rstrip("/") + link)


@account.command(help=say(text("End an account: its memberships, its sessions, its log-in.")))
def end(
    user: Annotated[str, typer.Argument(help=say(text("Name to log in with.")))],
    forget: Annotated[
        bool, typer.Option("--forget", help=say(text("Delete name and e-mail address too.")))
    ] = False,
) -> None:
    """End an account; what was made in a house stays with the house."""
    _ready()
    from weefsel.web.accounts import founding
    from weefsel.web.accounts.leaving import end_account

    end_account(founding.find_user(user), by=None, forget=forget)
    out.print(say(text("This account has ended; its sessions too.")))


@account.command(help=say(text("Let somebody manage this whole install, or no longer.")))
def manager(
    user: Annotated[str, typer.Argument(help=say(text("Name to log in with.")))],
    off: Annotated[bool, typer.Option("--off", help=say(text("No longer.")))] = False,
) -> None:
    """Make somebody manager of the install, or no longer."""
    _ready()
    from weefsel.web.accounts import founding

    founding.set_manager(founding.find_user(user), on=not off)
    done = (
        text("No longer manager of this install.") if off else text("Manager of this install now.")
    )
    out.print(say(done))


@account.command(
    "reset-factor", help=say(text("Take away a second factor that somebody lost; sessions end."))
)
def reset_factor(
    user: Annotated[str, typer.Argument(help=say(text("Name to log in with.")))],
) -> None:
    """Take away somebody's second factor."""
    _ready()
    from weefsel.web.accounts import founding

    had = founding.reset_factor(founding.find_user(user))
    done = (
        text("The second factor was taken away.") if had else text("There was no second factor.")
    )
    out.print(say(done))


@account.command(help=say(text("Let somebody try again who is locked out by wrong passwords.")))
def unlock(
    user: Annotated[str, typer.Argument(help=say(text("Name to log in with.")))],
) -> None:
    """Forget the wrong tries to log in with a name."""
    _ready()
    from weefsel.web.login.lock_out import unlock as forget

    forget(user)
    out.print(say(text("Wrong tries with this name were forgotten.")))


@account.command("list", help=say(text("Show the houses and who is in them.")))
def show() -> None:
    """List houses and members."""
    _ready()
    from weefsel.web.accounts import founding
    from weefsel.web.accounts.roles import KIND_NAMES, ROLE_NAMES

    houses = founding.listed()
    if not houses:
        out.print(say(text("There are no houses yet. Start with: weefsel account house")))
    for each, members in houses:
        about = [each.slug, say(KIND_NAMES[each.kind]), each.area]
        out.print(f"{each.name} ({', '.join(filter(None, about))})")
        print_table(
            [text("name to log in with"), text("role"), text("since")],
            [
                [one.user.username, say(ROLE_NAMES[one.role]), one.since.date().isoformat()]
                for one in members
            ],
        )
    others = founding.without_house()
    if others:
        out.print(say(text("In no house:")) + " " + ", ".join(one.username for one in others))
