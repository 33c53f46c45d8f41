"""What the tests of this room share: a weighed example choice."""

from __future__ import annotations

from importlib import resources

import pytest

from weefsel.weigh.choice import Choice
from weefsel.weigh.model import ChoiceResult
from weefsel.weigh.run import weigh

FEW_DRAWS = 1024  # the words and places do not depend on how many


def example_recipe() -> Choice:
    template = resources.files("weefsel.weigh").joinpath("templates/meeting_place.toml")
    recipe = Choice.read(template.read_bytes(), "meeting_place.toml")
    return recipe.model_copy(update={"draws": FEW_DRAWS})


@pytest.fixture(scope="session")
def result() -> ChoiceResult:
    return weigh(example_recipe())
