"""Rules of WCAG, held by axe against a page that is open in a browser.

axe comes to a page when it is asked, not with every page that is opened. In a wide window it
tries every rule. In a narrow one only those that the width can change: what collapses, slides
or comes to stand closer. Colours, headings and words are the same page in both.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .conftest import WIDTHS

AXE = Path(__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = [
    "target-size",
    "scrollable-region-focusable",
    "aria-hidden-focus",
    "button-name",
    "summary-name",
    "meta-viewport",
    "svg-img-alt",
]
WIDE = 700  # px: the style sheets put columns beside each other from here on
ASK = """(only) => axe.run(document, {runOnly: only, preload: false}).then((result) =>
result.violations.map((rule) => rule.id + ': ' + rule.help + ' ' + rule.nodes.slice(0, 3)
.map((node) => node.html.slice(0, 200)).join(' | ')))"""


def broken_rules(page: Any, *, every: bool = False) -> list[str]:
    """Give the rules that a page breaks, with the first places where it does.

    Of a page that is opened in a narrow window only, ask ``every`` rule. axe tries inline
    styles, which the policy of the pages refuses: look at what the console said before asking.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    every = every or page.viewport_size["width"] >= WIDE
    only = {"type": "tag", "values": TAGS} if every else {"type": "rule", "values": NARROW}
    found: list[str] = page.evaluate(ASK, only)
    return found


def at_every_width(page: Any, look: Callable[[Any, str, int], None], name: str) -> None:
    """Look at a page as every window shows it, on one walk; give it back in its own width."""
    before = page.viewport_size
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": before["height"]})
        look(page, name, width)
    page.set_viewport_size(before)
