"""The test suite's own guards: each must be able to fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

INNER = """
import logging, warnings, pytest
from PySide6.QtCore import qWarning

def test_calm(): pass
def test_log(): logging.getLogger("x").warning("seen")
@pytest.mark.expects_logging
def test_expected_log(): logging.getLogger("x").error("seen")
def test_python_warning(): warnings.warn("seen")
def test_qt_warning(qapp): qWarning("seen")
"""


def test_a_warning_that_nobody_expects_fails_the_test(tmp_path: Path) -> None:
    file = tmp_path / "test_inner.py"
    file.write_text(INNER, encoding="utf-8")
    options = ["-n", "0", "-p", "tests.conftest", "-p", "no:cacheprovider", "--rootdir", tmp_path]
    options += ["-c", ROOT / "pyproject.toml"]
    command = [sys.executable, "-m", "pytest", *map(str, options), "--verbose", "-rA", str(file)]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    summary = result.stdout.partition("short test summary info")[2]
    outcomes = {line.split("::")[1].split()[0]: line.split()[0] for line in summary.splitlines() if "::" in line}
    assert outcomes == {
        "test_calm": "PASSED",
        "test_log": "ERROR",
        "test_expected_log": "PASSED",
        "test_python_warning": "FAILED",
        "test_qt_warning": "FAILED",
    }
