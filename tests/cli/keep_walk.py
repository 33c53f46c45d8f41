"""Do several things with one install in one process; prints what came of each as JSON.

Run as ``python keep_walk.py ACTIONS`` with a list in JSON: ``["backup", FILE]``,
``["restore", FILE]``, ``["tell"]`` or ``["run", CODE]``.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from weefsel.base.errors import InputError
from weefsel.base.home import home
from weefsel.web.install import set_up

set_up()

from django.db import connection  # noqa: E402

from weefsel.web.accounts.models import House, User  # noqa: E402
from weefsel.web.keep.backup import take  # noqa: E402
from weefsel.web.keep.restore import put_back  # noqa: E402


def backup(target: str) -> Any:
    return take(home(), Path(target), datetime.now(UTC), replace=True).backup.content


def restore(source: str) -> Any:
    try:
        done = put_back(home(), Path(source), datetime.now(UTC))
    except InputError as refused:
        return {"refused": refused.sentence("en")}
    return {"former": str(done.former), "schema": done.former_schema}


def tell() -> Any:
    made = User(username="nieuw")
    made.save()
    counts = [connection.vendor, House.objects.count(), User.objects.count() - 1, made.pk]
    User.objects.filter(pk=made.pk)._raw_delete("default")
    return counts


def run(code: str) -> Any:
    exec(code, {"__name__": "walk"})


if __name__ == "__main__":
    known = {"backup": backup, "restore": restore, "tell": tell, "run": run}
    print(json.dumps([known[name](*given) for name, *given in json.loads(sys.argv[1])]))
