"""One function a chart; each gives a ``Picture``."""

from weefsel.report.charts.balance_over_unknown import Point, balance_over_unknown
from weefsel.report.charts.balance_over_years import Course, Role, balance_over_years
from weefsel.report.charts.score_strip import score_strip
from weefsel.report.charts.sparkline import sparkline

__all__ = [
    "Course",
    "Point",
    "Role",
    "balance_over_unknown",
    "balance_over_years",
    "score_strip",
    "sparkline",
]
