"""Atkinson Hyperlegible Next (Braille Institute, SIL Open Font License 1.1), as published."""

from importlib import resources
from pathlib import Path

FOLDER = Path(str(resources.files("weefsel.report.fonts")))
FAMILY = "Atkinson Hyperlegible Next"
"""The family as its files name it; the licence is ``OFL.txt`` beside them."""
