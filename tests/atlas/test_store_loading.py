"""What a load may and may not do to the store."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from atlas.tables import FAR, TOWN, areas, counts, edition, observed, raw, seen
from weefsel.atlas.store import Store
from weefsel.errors import ConflictError, InputError

ONE = ("BU99900000", "population")
OTHER = ("BU99900001", "population")


def values(store: Store) -> dict[tuple[str, str], float | None]:
    frame = store.observations(country="XX00")
    return dict(zip(frame.select("area", "indicator").iter_rows(), frame["value"], strict=True))


def test_a_first_load_is_answered_as_it_was_given(store: Store) -> None:
    given = counts()
    report = store.load(raw(), given)
    assert (report.added, report.same, report.changed) == (len(TOWN), 0, 0)
    answer = store.observations(country="XX00")
    assert answer.sort("area").equals(given.sort("area"))


def test_loading_the_same_file_twice_changes_no_byte(store: Store) -> None:
    store.load(raw(), counts())
    before = seen(store)
    report = store.load(raw(), counts())
    assert not report.new
    assert "nothing new" in str(report.sentences[0])
    assert seen(store) == before


def test_rows_in_another_order_are_the_same_edition(store: Store) -> None:
    store.load(raw(), counts())
    before = seen(store)
    store.load(raw(), counts().reverse())
    assert seen(store) == before


def test_a_second_format_with_other_columns_adds_its_rows(store: Store) -> None:
    store.load(raw(), observed({ONE: 10.0}))
    report = store.load(raw(), observed({ONE: 10.0, OTHER: 20.0, (ONE[0], "cars"): 1.0}))
    assert (report.added, report.same) == (2, 1)
    assert values(store) == {ONE: 10.0, OTHER: 20.0, (ONE[0], "cars"): 1.0}


def test_another_value_is_refused_and_says_area_indicator_and_both_values(store: Store) -> None:
    store.load(raw(), observed({ONE: 10.0, OTHER: 20.5}))
    before = seen(store)
    with pytest.raises(ConflictError) as refusal:
        store.load(raw(), observed({ONE: 10.0, OTHER: 1234.25, (ONE[0], "cars"): 1.0}))
    for part in ("BU99900001", "population", "20.5", "1,234.25", "--replace", "fictitious.csv"):
        assert part in refusal.value.sentence("en")
    assert "1.234,25" in refusal.value.sentence("nl")
    assert seen(store) == before


def test_replace_takes_the_other_value_and_leaves_the_rest(store: Store) -> None:
    store.load(raw(), observed({ONE: 10.0, OTHER: 20.0}))
    report = store.load(raw(), observed({OTHER: 21.0}), replace=True)
    assert report.changed == 1
    assert values(store) == {ONE: 10.0, OTHER: 21.0}


def test_an_empty_place_is_filled_by_a_later_file(store: Store) -> None:
    store.load(raw(), observed({ONE: None}))
    report = store.load(raw(), observed({ONE: 10.0}))
    assert (report.filled, report.added, report.changed) == (1, 0, 0)
    assert values(store) == {ONE: 10.0}
    assert store.observations(country="XX00")["flag"].to_list() == ["measured"]


def test_a_file_without_a_figure_does_not_wipe_it_out(store: Store) -> None:
    store.load(raw(), observed({ONE: 10.0}))
    with pytest.raises(ConflictError, match=r"missing"):
        store.load(raw(), observed({ONE: None}))
    assert values(store) == {ONE: 10.0}


def test_why_a_figure_is_missing_may_differ_between_formats(store: Store) -> None:
    store.load(raw(), observed({ONE: None}, flag="missing"))
    assert not store.load(raw(), observed({ONE: None}, flag="suppressed")).new


def test_the_last_digits_of_a_computed_share_do_not_make_a_contradiction(store: Store) -> None:
    store.load(raw(), observed({ONE: 0.1 + 0.2}))
    assert not store.load(raw(), observed({ONE: 0.3})).new
    with pytest.raises(ConflictError):
        store.load(raw(), observed({ONE: 0.3001}))


def test_another_kind_of_value_is_a_contradiction(store: Store) -> None:
    store.load(raw(), observed({ONE: 10.0}))
    with pytest.raises(ConflictError):
        store.load(raw(), observed({ONE: 10.0}, flag="model_estimate"))


def test_populations_of_one_table_are_editions_of_their_own(store: Store) -> None:
    for population in ("18plus", "65plus"):
        mine = edition(population=population)
        store.load(raw(mine), observed({(ONE[0], f"lonely_{population}"): 10.0}, mine))
    assert [one.id for one in store.editions()] == ["EX-KWB-2020-18plus", "EX-KWB-2020-65plus"]


def test_one_edition_cannot_be_of_two_divisions(store: Store) -> None:
    store.load(raw(), counts())
    with pytest.raises(ConflictError, match="year of the division"):
        store.load(raw(edition(division=2021)), counts())


def test_two_values_for_one_figure_in_a_file_are_refused(store: Store) -> None:
    twice = pl.concat([observed({ONE: 10.0}), observed({ONE: 11.0})])
    with pytest.raises(InputError, match=r"two different values.*2020"):
        store.load(raw(), twice)
    same = pl.concat([observed({ONE: 10.0}), observed({ONE: 10.0})])
    assert store.load(raw(), same).added == 1


@pytest.mark.parametrize("code", ["0164", "GM164", "BU9990000", "GM9990 ", "gm9990", "XX0164"])
def test_a_code_that_is_no_area_code_is_refused_by_name(store: Store, code: str) -> None:
    wrong = observed({ONE: 1.0}).with_columns(pl.lit(code).alias("area"))
    with pytest.raises(InputError, match=code):
        store.load(raw(), wrong)
    assert store.editions() == []


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(store: Store, value: float) -> None:
    with pytest.raises(InputError, match="population"):
        store.load(raw(), observed({ONE: value}))


def test_of_several_tables_none_stays_when_one_is_refused(store: Store) -> None:
    store.load(raw(), counts())
    before = seen(store)
    late = edition(2021)

    def load_both() -> None:
        with store.change() as change:
            change.load(raw(late), counts(late))
            change.load(raw(), counts(start=500.0))

    with pytest.raises(ConflictError):
        load_both()
    assert seen(store) == before
    assert store.years("XX00") == [2020]


def test_what_a_broken_off_load_left_is_cleared_by_the_next(store: Store) -> None:
    def load_and_break_off() -> None:
        with store.change() as change:
            change.load(raw(), counts())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_and_break_off()
    assert store.editions() == []
    parts = store.folder / "parts"
    assert list(parts.iterdir())
    later = edition(2021)
    store.load(raw(later), counts(later))
    assert {path.name for path in parts.iterdir()} == store.manifest().files


def test_renewing_with_the_same_content_leaves_the_same_bytes(store: Store) -> None:
    store.load(raw(), counts())
    before = seen(store)
    with store.change() as change:
        change.forget(country="XX00")
        change.load(raw(), counts())
    assert seen(store) == before


def test_forgetting_an_edition_leaves_the_others(store: Store) -> None:
    late = edition(2021)
    store.load(raw(), counts())
    store.load(raw(late), counts(late))
    with store.change() as change:
        change.forget(edition="EX-KWB-2020")
    assert [one.id for one in store.editions()] == ["EX-KWB-2021"]
    assert store.years("XX00") == [2021]


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(InputError, match="written"):
        Store(tmp_path).load(raw(), counts())


def test_a_damaged_list_is_said_in_one_sentence(store: Store) -> None:
    store.load(raw(), counts())
    (store.folder / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        Store(store.home).observations(country="XX00")


class TestAreas:
    def test_another_name_for_an_area_is_refused_and_says_both(self, store: Store) -> None:
        store.load(raw(), counts())
        renamed = raw(places=areas(names={"BU99900000": "Nieuwland"}))
        with pytest.raises(ConflictError, match=r"BU99900000.*Nieuwland.*Name of BU99900000"):
            store.load(renamed, counts())
        report = store.load(renamed, counts(), replace=True)
        assert report.areas_new == 1
        answer = store.areas(2020, country="XX00").filter(pl.col("code") == "BU99900000")
        assert answer["name"].to_list() == ["Nieuwland"]

    def test_a_name_that_the_source_cuts_off_at_forty_places_is_the_same_name(
        self, store: Store
    ) -> None:
        whole = "Verspreide huizen ten noorden van de grote weg"
        store.load(raw(places=areas(names={"BU99900000": whole})), counts())
        cut = raw(places=areas(names={"BU99900000": whole[:40]}))
        assert not store.load(cut, counts()).new

    def test_a_table_may_add_areas_to_its_division(self, store: Store) -> None:
        store.load(raw(places=areas(TOWN[:2])), counts())
        health = edition(table="EX-HEALTH", series="health")
        store.load(raw(health), counts(health))
        assert store.areas(2020, country="XX00").height == len(TOWN)

    def test_a_table_without_areas_adds_none(self, store: Store) -> None:
        store.load(raw(places=areas(())), counts())
        assert store.years("XX00") == []
        assert store.areas(2020, country="XX00").is_empty()

    @pytest.mark.parametrize(
        ("column", "wrong"), [("level", "district"), ("municipality", "GM9991")]
    )
    def test_level_and_municipality_must_agree_with_the_code(
        self, store: Store, column: str, wrong: str
    ) -> None:
        places = areas(("BU99900000",)).with_columns(pl.lit(wrong).alias(column))
        with pytest.raises(InputError, match="BU99900000"):
            store.load(raw(places=places), counts())

    def test_a_redivision_is_kept(self, store: Store) -> None:
        places = areas().with_columns(pl.lit("3").alias("redivision"))
        store.load(raw(places=places), counts())
        assert set(store.areas(2020, country="XX00")["redivision"]) == {"3"}

    def test_a_table_that_does_not_say_the_redivision_leaves_it(self, store: Store) -> None:
        store.load(raw(places=areas().with_columns(pl.lit("3").alias("redivision"))), counts())
        assert not store.load(raw(), counts()).new
        renamed = raw(places=areas(names={"BU99900000": "Nieuwland"}))
        store.load(renamed, counts(), replace=True)
        assert set(store.areas(2020, country="XX00")["redivision"]) == {"3"}


def test_real_and_fictitious_rows_in_one_table_are_refused(store: Store) -> None:
    mixed = pl.concat([counts(), observed({(FAR[1], "population"): 5.0})])
    with pytest.raises(InputError, match="fictitious"):
        store.load(raw(), mixed)
    unmarked = observed({ONE: 1.0}, fictitious=False)
    with pytest.raises(InputError, match="fictitious"):
        store.load(raw(), unmarked)


def test_an_edition_says_it_is_of_the_country_its_areas_are_of(store: Store) -> None:
    real = edition(country="NL00")
    rows = counts().with_columns(pl.lit(False).alias("fictitious"))
    with pytest.raises(InputError, match=r"BU9990|GM9990|XX00"):
        store.load(raw(real), rows)


def test_a_mixed_list_of_areas_is_refused(store: Store) -> None:
    places = pl.concat([areas(TOWN), areas(FAR[1:2])])
    with pytest.raises(InputError, match="GM0001"):
        store.load(raw(places=places), counts())
    assert store.editions() == []


def test_what_was_published_is_kept_when_a_later_file_does_not_say(store: Store) -> None:
    dated = dataclasses.replace(edition(), published="2021-03-26")
    store.load(raw(dated), observed({ONE: 1.0}))
    store.load(raw(), observed({OTHER: 1.0}))
    assert store.editions()[0].published == "2021-03-26"
