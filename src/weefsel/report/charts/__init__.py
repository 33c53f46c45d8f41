"""One function a chart; each gives a ``Picture``."""

from weefsel.report.charts.balance_over_unknown import Point, balance_over_unknown
from weefsel.report.charts.balance_over_years import Course, Role, balance_over_years
from weefsel.report.charts.forest import families, forest
from weefsel.report.charts.score_strip import score_strip
from weefsel.report.charts.sparkline import sparkline
from weefsel.report.charts.value_range import value_range
from weefsel.report.charts.values_over_years import values_over_years

__all__ = [
    "Course",
    "Point",
    "Role",
    "balance_over_unknown",
    "balance_over_years",
    "families",
    "forest",
    "score_strip",
    "sparkline",
    "value_range",
    "values_over_years",
]
