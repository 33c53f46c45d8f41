"""What the description of the API promises holds: schemathesis asks everything, odd things too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from weefsel.web.api.api import api

EXAMPLES = 3  # made at random, an operation; odd values of every field come on top of these
PATIENCE = 300  # seconds after which it hangs and is ended


@pytest.mark.django_db(transaction=True)
def test_schemathesis_finds_no_failure(address, tmp_path):
    tool = Path(sys.executable).with_name("schemathesis")
    done = subprocess.run(
        [
            str(tool),
            "run",
            f"{address}/api/v1/openapi.json",
            f"--max-examples={EXAMPLES}",
            "--phases=coverage,fuzzing",
            "--seed=1",
            "--continue-on-failure",
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    operations = sum(len(each) for each in api.get_openapi_schema()["paths"].values())
    assert f"Tested: {operations}" in done.stdout
