"""The scan of one area as the pages and the report show it: figures and what people say."""

from __future__ import annotations

from typing import Any

from weefsel.scan.area_scan import AreaScan, area_scan
from weefsel.scan.result import ScanResult
from weefsel.web import ask

KEPT = 60  # scans of areas that a process keeps

_kept: dict[str, tuple[ScanResult, Any, AreaScan]] = {}


def scan_of(result: ScanResult, code: str) -> AreaScan:
    """Give the scan of an area; kept as long as its figures and what they are held to stay."""
    comparison = ask.comparison_of(code)
    held = _kept.get(code)
    if held is not None and held[0] is result and held[1] is comparison:
        return held[2]
    made = area_scan(result, code, comparison)
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[code] = (result, comparison, made)
    return made
