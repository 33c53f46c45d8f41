from __future__ import annotations

import itertools

import numpy as np
import pytest

from weefsel.report.classes import CLASS_NAMES, class_of_score, class_of_z, even_breaks
from weefsel.report.theme import CLASS_COLOURS, CLAY, INK, INK_2, PLAIN_COLOURS, TEAL, Tone

# Machado, Oliveira & Fernandes (2009), A Physiologically-based Model for Simulation of Color
# Vision Deficiency, IEEE TVCG 15(6), severity 1.0, on linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
CLEARLY_DIFFERENT = 12.0  # CIE76; about five times what is just noticeable (Mahy et al. 1994)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    matrix = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    x, y, z = (matrix @ np.clip(rgb, 0, 1)) / np.array([0.95047, 1.0, 1.08883])
    f = [t ** (1 / 3) if t > 216 / 24389 else (841 / 108) * t + 4 / 29 for t in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", list(BLINDNESS))
@pytest.mark.parametrize("colours", [CLASS_COLOURS, PLAIN_COLOURS])
def test_classes_are_told_apart_with_every_form_of_colour_blindness(
    sight: str, colours: tuple[str, ...]
) -> None:
    seen = [lab(BLINDNESS[sight] @ linear(colour)) for colour in colours]
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(one - other) > CLEARLY_DIFFERENT


@pytest.mark.parametrize("colour", [INK, INK_2, TEAL, CLAY, *(tone.colour for tone in Tone)])
def test_colours_of_words_have_enough_contrast_on_white(colour: str) -> None:
    luminance = float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))
    assert 1.05 / (luminance + 0.05) >= 4.5  # WCAG 2.2, success criterion 1.4.3


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, 0), (39.9, 0), (40, 1), (45, 2), (50, 2), (54.9, 2), (55, 3), (60, 4), (100, 4)],
)
def test_a_score_falls_in_one_of_five_classes(score: float, level: int) -> None:
    assert class_of_score(score) == level
    assert len(CLASS_NAMES) == len(CLASS_COLOURS) == 5


def test_no_score_has_no_class() -> None:
    assert class_of_score(None) is None
    assert class_of_z(None) is None


def test_where_higher_is_more_strain_the_classes_turn_around() -> None:
    assert class_of_z(2.0, direction=-1) == 0
    assert class_of_z(2.0, direction=1) == 4
    assert class_of_z(0.0, direction=-1) == 2


def test_plain_classes_hold_as_many_areas_each() -> None:
    assert even_breaks(list(range(100))) == (20, 40, 60, 80)
    assert even_breaks([5.0] * 9) == ()
    assert even_breaks([]) == ()
