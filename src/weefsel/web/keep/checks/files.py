"""Checks of files: the last backup, who can read what, and room on the disk."""

from __future__ import annotations

import os
import shutil
import stat
from datetime import datetime, timedelta

from weefsel.base.language import text
from weefsel.base.swap import FORMER
from weefsel.web.keep import place
from weefsel.web.keep.backup import last_backup
from weefsel.web.keep.grading import Finding, Install, good, mind, wrong

FRESH, STALE = timedelta(days=2), timedelta(days=8)  # a night missed; a week missed (our own)
LITTLE_MB, TOO_LITTLE_MB = 2048, 200  # a national load needs some 1 GB (our own measure)


def backup(install: Install) -> Finding:
    """A backup must be there and be recent."""
    why = text("What was entered since is lost when this disk breaks.")
    mend = text("Take one every night: weefsel backup FOLDER, onto another disk.")
    last = last_backup(install.home)
    if last is None:
        there = (install.home / place.DATABASE).exists() or (install.home / "store").exists()
        never = text("There has never been a backup.")
        return wrong(never, why, mend) if there else good(text("There is nothing to back up yet."))
    age = install.now - datetime.fromisoformat(last.made_at.replace("Z", "+00:00"))
    said = text("The last backup is of %(moment)s.", moment=last.made_at)
    if age > STALE:
        return wrong(said, why, mend)
    if age > FRESH:
        return mind(said, why, mend)
    return good(said)


def private(install: Install) -> Finding:
    """Only Weefsel may read what it keeps of people and secrets."""
    if os.name != "posix":
        return good(text("Who may read files is set by the system here; see docs/keeping.md."))
    names = ("secret_key", "secret_key.old", *place.DATABASE_FILES, FORMER)
    others = stat.S_IRWXG | stat.S_IRWXO
    closed = not install.home.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH)
    open_ = [
        name
        for name in names
        if (install.home / name).exists() and (install.home / name).stat().st_mode & others
    ]
    if open_ and not closed:
        return wrong(
            text("Others on this computer can read: %(names)s.", names=", ".join(open_)),
            text("Accounts, second factors and secrets are in there."),
            text("Do: chmod 700 %(folder)s", folder=str(install.home)),
        )
    return good(text("Others on this computer cannot read accounts or secrets."))


def room(install: Install) -> Finding:
    """A full disk stops everything."""
    free = shutil.disk_usage(install.home).free >> 20
    said = text("Free on the disk: %(free)s MB.", free=free)
    why = text("A load or a backup that finds no room fails, whole or not at all.")
    mend = text("Make room, or move the home folder to a larger disk.")
    if free < TOO_LITTLE_MB:
        return wrong(said, why, mend)
    if free < LITTLE_MB:
        return mind(said, why, mend)
    return good(said)


def former(install: Install) -> Finding:
    """What a restore kept aside holds people's data too."""
    folder = install.home / FORMER
    kept = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if not kept:
        return good(text("No former state is kept aside."))
    return mind(
        text(
            "Former states are still kept in %(folder)s: %(count)s.",
            folder=str(folder),
            count=len(kept),
        ),
        text("They hold accounts that may have been ended since."),
        text("Remove that folder when the restore is as it should be."),
    )


def strangers(install: Install) -> Finding:
    """What Weefsel does not know is in no backup."""
    found = place.strangers(install.home)
    if not found:
        return good(text("Everything in the home folder is Weefsel's own."))
    return mind(
        text("Not known in the home folder: %(names)s.", names=", ".join(found[:5])),
        text("It is in no backup."),
        text("Keep it elsewhere, and back it up yourself."),
    )
