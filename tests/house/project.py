"""Where the project's own files are, for the tests about the house."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "weefsel"
LEAVE = {".git", ".venv", "var", "dist", "build", "__pycache__", "node_modules"}


def load(path: Path) -> ModuleType:
    """Import a file of the project that is not in a package."""
    name = "house_" + path.stem
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def files(*endings: str) -> list[Path]:
    """Give the files that belong to the project, those git would not ignore where git is."""
    try:
        said = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        found = [ROOT / name for name in said.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [p for p in ROOT.rglob("*") if not LEAVE & set(p.relative_to(ROOT).parts)]
    kept = {path for path in found if path.is_file()}
    return sorted(path for path in kept if not endings or path.name.endswith(endings))


def words(path: Path) -> str:
    """Give a file's text, empty when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
