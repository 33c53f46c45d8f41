"""Checks of SVG that several tests use."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET


def assert_fits_strict_policy(svg: str) -> ET.Element:
    """Check that SVG needs nothing that a strict content policy forbids; give its root."""
    root = ET.fromstring(svg)
    seen: list[str] = []
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        assert name not in {"script", "style", "foreignObject", "image", "use"}
        for key, value in element.attrib.items():
            assert key != "style"
            assert not key.startswith("on")
            if key == "id":
                seen.append(value)
            if "url(" in value:
                assert re.fullmatch(r"url\(#[a-z0-9-]+\)", value)
            if key.endswith("href"):
                assert name == "a"
                assert value.startswith("/")
    assert len(seen) == len(set(seen))
    return root


def words_of(root: ET.Element) -> str:
    """Give all text that is drawn."""
    return " ".join(part.strip() for part in root.itertext() if part.strip())
