"""What ``warm.py`` forks: imports the large packages, then runs in forks what each line asks.

Nothing of Weefsel that reads an environment when it is imported may be imported here: the
commands say their help in a language, and the pages read their settings.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import sys
import threading
import traceback
from importlib import import_module
from typing import Any

LARGE = (
    "numpy", "polars", "scipy.optimize", "scipy.sparse", "scipy.spatial", "scipy.special",
    "scipy.stats", "shapely", "pyproj", "pydantic", "typer", "rich.console", "rich.table",
    "openpyxl", "requests", "babel.numbers", "cryptography.hazmat.primitives.ciphers.aead",
    "django.core.management", "django.db.models", "django.forms", "django.template",
    "django.db.migrations.executor",
    "weefsel.scan.comparison", "weefsel.scan.country", "weefsel.scan.draw_kernel",
    "weefsel.scan.resilience_maps", "weefsel.scan.run", "weefsel.scan.scan_document",
    "weefsel.weigh.run", "weefsel.portfolio.review", "weefsel.outcomes.screening",
)  # fmt: skip


def begin(asked: dict[str, Any]) -> None:
    """Become the process that was asked for, in a fork."""
    for number, name in ((1, "out"), (2, "err")):
        file = os.open(asked[name], os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    extra = asked["environment"].get("PYTHONPATH", "").split(os.pathsep)
    sys.path[0:0] = [one for one in extra if one]
    kind, *rest = asked["command"]
    if kind == "-m":
        sys.argv = rest
        sys.path.insert(0, os.getcwd())
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif kind == "-c":
        sys.argv = ["-c", *rest[1:]]
        sys.path.insert(0, "")
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = [kind, *rest]
        sys.path.insert(0, os.path.dirname(kind))
        runpy.run_path(kind, run_name="__main__")


def end(asked: dict[str, Any]) -> None:
    """Do what was asked and end as Python does, but leave what was imported as it is."""
    status: Any = 0
    try:
        begin(asked)
    except SystemExit as said:
        status = said.code
    except BaseException:
        traceback.print_exc()
        status = 1
    if status is not None and not isinstance(status, int):
        print(status, file=sys.stderr)
        status = 1
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status or 0)


def serve() -> dict[str, Any] | None:
    """Fork for every line; give what a fork has to do, nothing in the end."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            answers.close()
            return dict(json.loads(line))
        _, ended = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(ended)}\n")
        answers.flush()
    return None


if __name__ == "__main__":
    for name in LARGE:
        import_module(name)
    sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
    gc.freeze()  # what was imported is no rubbish in any fork
    mine = serve()
    if mine is not None:
        end(mine)
