"""A wrong assumption, chain or parameter is refused with its file and its key, in Dutch."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from weefsel.base.errors import InputError
from weefsel.evidence.assumption import read_assumptions
from weefsel.evidence.chain import read_chains, read_drawings
from weefsel.evidence.parameter import read_parameters

DATA = Path(str(resources.files("weefsel.evidence"))) / "data"
ENDS = "low = 5585\nhigh = 5796"


def refusal(
    read: Callable[[Path], object], folder: Path, file: str, old: str, new: str
) -> InputError:
    """Change one place in one of our files and give the refusal of reading it."""
    words = (DATA / file).read_text("utf-8")
    assert old in words, old
    name = Path(file).name
    (folder / name).write_text(words.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as caught:
        read(folder)
    assert name in caught.value.sentence("nl")
    assert caught.value.sentence("nl") != caught.value.sentence("en")
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('unit = "eur_per_year"', 'unit = "euro"', "unit"),
        ('unit = "eur_per_year"', 'unit = "persons"', "price_year"),
        (ENDS, "low = 5800\nhigh = 5796", "values.2024"),
        (ENDS, "low = 5585\nhigh = 5700", "values.2024"),
        (ENDS, "", "range_kind"),
        ('range_kind = "min_max"', 'range_kind = "none"', "range_kind"),
        ("value = 5796", "value = 0", "values.2024"),
        ("value = 5796", 'value = "much"', "values.2024.value"),
        ("value = 5796", 'value = "5796"', "values.2024.value"),
        ("value = 5796", "value = true", "values.2024.value"),
        ('payer = ["health_insurer"]', 'payer = ["state", "state"]', "payer"),
        ("value = 5796", "value = inf", "values.2024.value"),
        ("[values.2024]", "[values.1066]", "values.1066"),
        ("[values.2024]", "[values.2999]", "values.2999"),
        ("[values.2024]", "[values.soon]", "values.soon"),
        ("dated = 2026-11-22", 'dated = "soon"', "dated"),
        ("when = 2026-11-22", "when = 2026", "checked.when"),
        ('how = "read_copy"', 'how = "believed"', "checked.how"),
        ('url = "https://vektis', 'url = "ftp://vektis', "source.url"),
        ('payer = ["health_insurer"]', 'payer = ["santa"]', "payer"),
        ('kind = "unit_cost"', 'kind = "guess"', "kind"),
        ('central_kind = "bound"', 'central_kind = "nice"', "central_kind"),
        ('evidence_grade = "C"', "", "evidence_grade"),
        ('id = "uc_ggz_pat"', 'id = "Uc Ggz"', "id"),
        ('name_en = "Mental', 'name_fr = "Mental', "name_en"),
        ('id = "uc_ggz_pat"', 'id = "uc_ggz_pat"\nexact = true', "exact_reason"),
    ],
)
def test_a_wrong_parameter(tmp_path: Path, old: str, new: str, key: str) -> None:
    fault = refusal(read_parameters, tmp_path, "parameters/uc_ggz_pat.toml", old, new)
    assert f"'{key}" in fault.sentence("nl")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('unit = "ratio"', 'unit = "furlong"', "unit"),
        ('id = "loss_to_gain"', 'id = "gain_to_loss"', "id"),
        ("low = 0.67", "low = 1.2", "value"),
        ("high = 1.5\n", "", "range_kind"),
        ('range_kind = "assumed"', 'range_kind = "none"', "range_kind"),
        ('range_kind = "assumed"', 'range_kind = "ci95"', "range_kind"),
        ("value = 1.0", "", "value"),
        ('reason_nl = "Onze', 'reden = "Onze', "reason_nl"),
    ],
)
def test_a_wrong_assumption(tmp_path: Path, old: str, new: str, key: str) -> None:
    fault = refusal(read_assumptions, tmp_path, "assumptions/loss_to_gain.toml", old, new)
    assert f"'{key}'" in fault.sentence("nl")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "meeting"', 'id = "meetings"', "id"),
        ('verdict = "MIXED"', 'verdict = "SURE"', "arrow.1.verdict"),
        ('parameters = ["eff_lonely_mh"]', "", "loneliness_mental_health"),
        ('id = "events_wellbeing"', 'id = "loneliness_gp"', "arrow"),
        ("above = 2.0", "above = 0.5", "unknown.above"),
        ("below = 0.5", "below = 1.5", "unknown.below"),
        ('payer = "long_term_care"', 'payer = "nobody"', "uncounted.0.payer"),
        ('arrow = "centre_guidance"', 'arrow = "not_there"', "unknown.arrow"),
    ],
)
def test_a_wrong_chain(tmp_path: Path, old: str, new: str, key: str) -> None:
    fault = refusal(read_chains, tmp_path, "chains/meeting.toml", old, new)
    assert f"'{key}'" in fault.sentence("nl")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('url = "https://orbi', 'url = "ftp://orbi', "arrow.3.url"),
        ('groups = ["G3", ', 'groups = ["G3", "G3", ', "groups"),
    ],
)
def test_a_wrong_address_or_group_of_a_chain(tmp_path: Path, old: str, new: str, key: str) -> None:
    fault = refusal(read_chains, tmp_path, "chains/meeting.toml", old, new)
    assert f"'{key}'" in fault.sentence("nl")


def test_an_arrow_that_is_supported_by_nothing_is_refused(tmp_path: Path) -> None:
    words = (DATA / "chains/pool.toml").read_text("utf-8")
    start = words.index('verdict = "SUPPORTED"')
    end = words.index("[[arrow]]", start)
    bare = [
        line
        for line in words[start:end].splitlines(keepends=True)
        if not line.startswith(("studies", "url", "parameters"))
    ]
    (tmp_path / "pool.toml").write_text(words[:start] + "".join(bare) + words[end:], "utf-8")
    with pytest.raises(InputError, match=r"pool\.toml.*arrow\.0\.verdict"):
        read_drawings(tmp_path)


def test_half_an_interval_of_95_percent_is_refused(tmp_path: Path) -> None:
    words = (DATA / "parameters/uc_ggz_pat.toml").read_text("utf-8")
    words = words.replace(ENDS, "low = 5585").replace('"min_max"', '"ci95"')
    (tmp_path / "uc_ggz_pat.toml").write_text(words, "utf-8")
    with pytest.raises(InputError, match=r"uc_ggz_pat\.toml.*values\.2024"):
        read_parameters(tmp_path)


def test_a_source_of_a_year_to_come_is_refused(tmp_path: Path) -> None:
    words = (DATA / "parameters/eff_sp_nl.toml").read_text("utf-8")
    words = words.replace("year = 2019", "year = 2091")
    (tmp_path / "eff_sp_nl.toml").write_text(words, "utf-8")
    with pytest.raises(InputError, match=r"eff_sp_nl\.toml.*source\.year"):
        read_parameters(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    for read in (read_parameters, read_assumptions, read_chains, read_drawings):
        with pytest.raises(InputError, match="nowhere"):
            read(tmp_path / "nowhere")


def test_a_whole_source_that_is_taken_away_is_refused(tmp_path: Path) -> None:
    for path in sorted((DATA / "parameters").glob("*.toml")):
        words = path.read_text("utf-8")
        start, end = words.index("[source]"), words.index("[checked]")
        assert start < end
        folder = tmp_path / path.stem
        folder.mkdir()
        (folder / path.name).write_text(words[:start] + words[end:], "utf-8")
        with pytest.raises(InputError) as caught:
            read_parameters(folder)
        assert f"{path.name}: " in caught.value.sentence("nl")
        assert "'source'" in caught.value.sentence("nl")


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("id = ", "utf-8")
    for read in (read_parameters, read_assumptions, read_chains):
        with pytest.raises(InputError, match="broken"):
            read(tmp_path)


def test_an_empty_folder_holds_no_evidence(tmp_path: Path) -> None:
    assert read_parameters(tmp_path) == {}
    assert read_assumptions(tmp_path) == {}
    assert read_chains(tmp_path) == {}
