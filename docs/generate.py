"""Write the reference pages from the code: commands in both languages, library, rights.

``python docs/generate.py`` writes them; ``python docs/generate.py --check`` tells which are
behind and ends with status 1.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "weefsel"
NOT_LIBRARY = ("web", "commands", "cli.py", "__main__.py")
WRITTEN = "<!-- Written from the code by docs/generate.py: change the code, then run it. -->"

# The command's help is put together when it is imported, so each language has its own process.
DUMP = """
import json, typer
from weefsel.cli import app
def dump(command, path):
    options, arguments = [], []
    for one in command.params:
        entry = {"help": getattr(one, "help", "") or "", "required": one.required,
                 "names": [*one.opts, *one.secondary_opts], "metavar": one.name.upper(),
                 "flag": getattr(one, "is_flag", False), "many": one.nargs != 1}
        if getattr(one, "hidden", False):
            continue
        (arguments if one.param_type_name == "argument" else options).append(entry)
    found = [{"path": path, "help": command.help or "", "options": options,
              "arguments": arguments, "group": hasattr(command, "commands")}]
    for name, inner in getattr(command, "commands", {}).items():
        found += dump(inner, [*path, name])
    return found
print(json.dumps(dump(typer.main.get_command(app), ["weefsel"])))
"""
WORDS = {
    "nl": {
        "title": "# Commando's",
        "intro": (
            "Elk commando werkt zonder iets te activeren met `python3 run.py` ervoor:\n"
            "`python3 run.py weefsel status`. Eindstatus 0: gelukt; 2: wat je gaf klopt niet,\n"
            "met één zin die zegt wat; 1: een fout van Weefsel. `--json -` schrijft naar\n"
            "het scherm. "
            "In English: [commands.en.md](commands.en.md)."
        ),
        "command": "commando",
        "argument": "wat je geeft",
        "option": "optie",
        "meaning": "betekenis",
        "run": [
            ("python3 run.py", "zet alles op, maakt Weverdam en start Weefsel"),
            ("python3 run.py --port 8001", "hetzelfde, op een andere poort"),
            ("python3 run.py test", "alle controles en tests"),
            ("python3 run.py weefsel ...", "de commando's hieronder"),
        ],
    },
    "en": {
        "title": "# Commands",
        "intro": (
            "Each command works without activating anything with `python3 run.py` before it:\n"
            "`python3 run.py weefsel status`. Exit status 0: done; 2: what you gave is not\n"
            "right, with one sentence that says what; 1: a fault of Weefsel. `--json -` writes\n"
            "to the screen. In het Nederlands: [commands.md](commands.md)."
        ),
        "command": "command",
        "argument": "what you give",
        "option": "option",
        "meaning": "meaning",
        "run": [
            ("python3 run.py", "set up, make Weverdam and start Weefsel"),
            ("python3 run.py --port 8001", "the same, on another port"),
            ("python3 run.py test", "every check and test"),
            ("python3 run.py weefsel ...", "the commands below"),
        ],
    },
}


def read_commands(lang: str) -> list[dict[str, Any]]:
    """Give every command with its help in a language, from the command itself."""
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "WEEFSEL_LANG": lang, "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-c", DUMP], env=env, check=True, capture_output=True, encoding="utf-8"
    )
    commands: list[dict[str, Any]] = json.loads(done.stdout)
    return commands


def commands_page(lang: str) -> str:
    """Write the page of commands in a language."""
    words = WORDS[lang]
    lines = [words["title"], "", WRITTEN, "", words["intro"], ""]
    lines += _table(words["command"], words["meaning"], words["run"])
    for command in read_commands(lang):
        if command["group"]:
            continue
        usage = [*command["path"], *(_argument(one) for one in command["arguments"])]
        usage += [_option(one) for one in command["options"] if "--help" not in one["names"]]
        lines += [f"## {' '.join(command['path'])}", "", _one_line(command["help"]), ""]
        lines += ["```", " ".join(usage), "```", ""]
        given = [(one["metavar"], one["help"]) for one in command["arguments"]]
        lines += _table(words["argument"], words["meaning"], given)
        options = [
            (", ".join(one["names"]), one["help"])
            for one in command["options"]
            if "--help" not in one["names"]
        ]
        lines += _table(words["option"], words["meaning"], options)
    return "\n".join(lines).rstrip() + "\n"


def _argument(one: dict[str, Any]) -> str:
    name = one["metavar"] + ("..." if one["many"] else "")
    return name if one["required"] else f"[{name}]"


def _option(one: dict[str, Any]) -> str:
    name = str(one["names"][0])
    said = name if one["flag"] else f"{name} {one['metavar']}"
    return said if one["required"] else f"[{said}]"


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _table(left: str, right: str, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    lines = [f"| {left} | {right} |", "|---|---|"]
    lines += [f"| `{name}` | {_one_line(meaning)} |" for name, meaning in rows]
    return [*lines, ""]


def library_modules() -> list[Path]:
    """Give the files of the library, in order of reading."""
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if not any(part in NOT_LIBRARY for part in path.relative_to(SOURCE).parts)
    ]


def public_names(module: Path) -> list[tuple[str, str]]:
    """Give the public functions and classes of a file with the first line of what they say."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        (one.name, (ast.get_docstring(one) or "").partition("\n")[0])
        for one in tree.body
        if isinstance(one, kinds) and not one.name.startswith("_")
    ]


def library_page() -> str:
    """Write the page of the library: every room, file, public function and class."""
    lines = ["# The library", "", WRITTEN, ""]
    lines += [
        "Everything outside `weefsel.web`: data in, data out. Good doors to start at are",
        "`weefsel.atlas.store.Store`, `weefsel.scan.run.scan` and `weefsel.weigh.run.weigh`.",
        "",
    ]
    room = ""
    for module in library_modules():
        inner = module.relative_to(SOURCE)
        names = public_names(module)
        this = inner.parts[0] if len(inner.parts) > 1 else "weefsel"
        if this != room:
            room = this
            about = SOURCE / room / "__init__.py" if room != "weefsel" else SOURCE / "__init__.py"
            said = ast.get_docstring(ast.parse(about.read_text(encoding="utf-8"))) or ""
            lines += [f"## {room}", "", said.partition("\n\n")[0].replace("\n", " "), ""]
        if not names:
            continue
        dotted = ".".join(["weefsel", *inner.with_suffix("").parts])
        lines += [f"### {dotted}", ""]
        lines += [f"- `{name}`: {words}" for name, words in names]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


RIGHTS_WORDS = {
    "nl": (
        "# Wie mag wat",
        "Eén tabel bepaalt wie wat mag doen en zien: `src/weefsel/web/accounts/table.py`. Op het\n"
        "scherm staat hij op `/rechten/`, en `/waarom/` legt elk recht uit voor wie kijkt.\n"
        "Iedereen heeft ook de rechten van een bewoner. Leeg betekent: niet.\n"
        "In English: [below](#who-may-do-what).",
        "recht",
        "wat",
    ),
    "en": (
        "# Who may do what",
        "One table decides who may do and see what: `src/weefsel/web/accounts/table.py`. On\n"
        "screen it is at `/en/rights/`, and `/en/why/` explains each right to whoever looks.\n"
        "Everybody also has the rights of a resident. Empty means: not.\n"
        "In het Nederlands: [hierboven](#wie-mag-wat).",
        "right",
        "what",
    ),
}
RIGHTS_DUMP = """
import json
from weefsel.web.accounts.roles import ROLE_NAMES
from weefsel.web.accounts.table import COLUMNS, NONE, RULES, scope_name
print(json.dumps({lang: {
    "roles": [ROLE_NAMES[role].render(lang) for role in COLUMNS],
    "rows": [[right, rule.words.render(lang)] + [
        "" if rule.scopes[role] == NONE else scope_name(rule, rule.scopes[role]).render(lang)
        for role in COLUMNS] for right, rule in RULES.items()],
} for lang in ("nl", "en")}))
"""


def rights_page() -> str:
    """Write the table of rights in both languages, from the table that decides."""
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", RIGHTS_DUMP],
        env={**os.environ, "PYTHONPATH": path},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    found: dict[str, Any] = json.loads(done.stdout)
    lines: list[str] = []
    for lang, (title, intro, right, what) in RIGHTS_WORDS.items():
        heads = [right, what, *found[lang]["roles"]]
        lines += [title, "", *([WRITTEN, ""] if lang == "nl" else []), intro, ""]
        lines += [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
        lines += [f"| `{row[0]}` | {' | '.join(row[1:])} |" for row in found[lang]["rows"]]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


BEGIN = "<!-- begin: written by docs/generate.py -->"
END = "<!-- end: written by docs/generate.py -->"
# What persons' data and which algorithms there are is known to the pages' own code.
DECLARED_DUMP = """
import json, os, tempfile
os.environ["WEEFSEL_HOME"] = tempfile.mkdtemp()
os.environ["DJANGO_SETTINGS_MODULE"] = "weefsel.web.settings"
import django
django.setup()
from weefsel.web.keep import algorithms, personal_data
print(json.dumps({"dpia.md": personal_data.page(), "algorithm-register.md": algorithms.page()}))
"""


def declared_pages() -> dict[Path, str]:
    """Write the parts of the DPIA and the algorithm register that follow from the code."""
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", DECLARED_DUMP],
        env={**os.environ, "PYTHONPATH": path},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    found = {}
    for name, part in json.loads(done.stdout).items():
        words = (DOCS / name).read_text(encoding="utf-8")
        before, after = words.partition(BEGIN)[0], words.partition(END)[2]
        found[DOCS / name] = f"{before}{BEGIN}\n\n{part}\n{END}{after}"
    return found


def pages() -> dict[Path, str]:
    """Give every written page with what it must say."""
    return {
        DOCS / "commands.md": commands_page("nl"),
        DOCS / "commands.en.md": commands_page("en"),
        DOCS / "library.md": library_page(),
        DOCS / "rights.md": rights_page(),
        **declared_pages(),
    }


def behind() -> list[Path]:
    """Give the written pages that differ from the code."""
    return [
        path
        for path, words in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != words
    ]


def main(arguments: list[str]) -> int:
    """Write the pages, or only check them."""
    if arguments == ["--check"]:
        late = behind()
        for path in late:
            print(f"{path.relative_to(ROOT)} is behind: run python docs/generate.py")
        return 1 if late else 0
    for path, words in pages().items():
        path.write_text(words, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
