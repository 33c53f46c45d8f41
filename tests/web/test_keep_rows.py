"""Rows of a backup: the same line and the same checksum on SQLite and on PostgreSQL."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.web.keep import tables
from weefsel.web.keep.rows import read_row, row_for_sum, write_row

# In a registry of its own: no migration must come of it.
with isolate_apps("weefsel.web.keep"):

    class Odd(models.Model):
        """A table with every kind of column that Django has for both databases."""

        words = models.TextField()
        short = models.CharField(max_length=80, null=True)
        whole = models.BigIntegerField(null=True)
        real = models.FloatField(null=True)
        money = models.DecimalField(max_digits=18, decimal_places=4, null=True)
        yes = models.BooleanField(null=True)
        at = models.DateTimeField(null=True)
        day = models.DateField(null=True)
        hour = models.TimeField(null=True)
        took = models.DurationField(null=True)
        key = models.UUIDField(null=True)
        raw = models.BinaryField(null=True)
        seen = models.GenericIPAddressField(null=True)
        more = models.JSONField(null=True)
        must = models.JSONField(default=dict)

        class Meta:
            app_label = "keep"


ODD = tables.Kept(Odd)
ROWS: list[dict[str, Any]] = [
    {"words": ""},
    {
        "words": "één regel\nen\r\nnog een \u2028 “citaat” \\ \t 😀 ﬁ e\u0301",
        "short": "'; DROP TABLE x; --",
        "whole": -(2**63),
        "real": 0.1 + 0.2,
        "money": Decimal("-12345678901234.5000"),
        "yes": False,
        "at": datetime(2024, 3, 31, 1, 30, 0, 1, tzinfo=UTC),
        "day": date(1, 1, 1),
        "hour": time(23, 59, 59, 999999),
        "took": timedelta(days=-3, microseconds=7),
        "key": uuid.UUID(int=2**127 + 5),
        "raw": bytes(range(256)),
        "seen": "2001:db8::1",
        "more": {"b": [1, 2.5, None, True], "a": {"é": "ü", "z": 1e2}},
        "must": [],
    },
    {
        "words": "nul",
        "real": 5e-324,
        "whole": 2**63 - 1,
        "money": Decimal("0"),
        "must": models.Value(None, models.JSONField()),
    },
    {"words": "groot", "real": 1.7976931348623157e308, "more": 1e15, "must": {"n": 100}},
]
# Taken on SQLite; the run on PostgreSQL must come to the same.
SUM = "3816597b05b9d20c6042048c9e43039c27b7795268fea2cc5fabaf02f544cf40"


@pytest.fixture
def table(db):
    with connection.schema_editor(atomic=False) as editor:
        editor.create_model(Odd)
    yield ODD
    with connection.schema_editor(atomic=False) as editor:
        editor.delete_model(Odd)


@pytest.mark.django_db(transaction=True)
def test_odd_rows_have_one_checksum_on_both_kinds_of_database(table):
    for row in ROWS:
        Odd.objects.create(**row)
    before = list(tables.lines(table))
    found, rows = tables.sum_of(table)
    with transaction.atomic():
        tables.fill(table, before)
    assert tables.sum_of(table) == (found, rows)
    assert list(tables.lines(table)) == before
    assert rows == len(ROWS)
    assert found == SUM


@pytest.mark.django_db(transaction=True)
def test_a_number_that_was_given_out_is_not_given_again(table):
    for row in ROWS:
        Odd.objects.create(**row)
    last = Odd.objects.latest("pk").pk
    Odd.objects.filter(pk=last).delete()
    kept, lines = tables.last_id(table), list(tables.lines(table))
    assert kept == last
    with transaction.atomic():
        tables.fill(table, lines)
        tables.go_on_from([(table, kept)])
    assert Odd.objects.create(words="nieuw").pk == last + 1


FIELDS = ODD.fields[1:]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
VALUES = st.tuples(
    st.text(),
    st.none() | st.text(),
    st.none() | st.integers(),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**13),
    st.none() | st.booleans(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.none() | st.dates(),
    st.none() | st.times(),
    st.none() | st.timedeltas(timedelta(days=-(10**6)), timedelta(days=10**6)),
    st.none() | st.uuids(),
    st.none() | st.binary(),
    st.none() | st.ip_addresses(v=4).map(str),
    JSON,
    JSON,
)


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_back_whatever_it_is(values):
    line = write_row(FIELDS, values)
    assert line.count(b"\n") == 1
    found = read_row(FIELDS, line)
    assert [bytes(one) if isinstance(one, memoryview) else one for one in found] == list(values)
    again = write_row(FIELDS, found)
    assert again == line
    assert row_for_sum(FIELDS, again) == row_for_sum(FIELDS, line)


@pytest.mark.parametrize("line", [b"[]", b"{}", b"[1]", b"niets", b"null", b'["a"'])
def test_a_line_that_does_not_fit_its_table_is_refused(line):
    with pytest.raises(ValueError, match=r"."):
        read_row(FIELDS, line)
