"""Where everything of one install lives: one folder, named by WEEFSEL_HOME."""

from __future__ import annotations

import os
from pathlib import Path

DEFAULT_HOME = "var"


def home() -> Path:
    """Give the folder of this install; only doors (command, web settings) may ask."""
    return Path(os.environ.get("WEEFSEL_HOME") or DEFAULT_HOME).resolve()


def language() -> str:
    """Give the language of the command line: WEEFSEL_LANG, Dutch by default."""
    return "en" if os.environ.get("WEEFSEL_LANG", "nl").lower().startswith("en") else "nl"
