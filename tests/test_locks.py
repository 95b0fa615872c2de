"""The lock files: everything pinned with hashes, nothing said about where to fetch it, nothing forgotten."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[tuple[str, str], list[str]]:
    """Hashes by (name with version, marker) of a lock file."""
    joined = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    result = {}
    for line in joined.splitlines():
        requirement, *hashes = line.split("--hash=")
        pin, _, marker = requirement.partition(";")
        result[(pin.strip(), marker.strip())] = [each.strip() for each in hashes]
    return result


def names(lock: str) -> set[str]:
    return {pin.partition("==")[0] for pin, _ in pins(lock)}


def normalised(requirement: str) -> str:
    """The name in a requirement as the locks write it: "PySide6-Essentials>=6.8" is "pyside6-essentials"."""
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name.group()).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_with_hashes(lock: str) -> None:
    for (pin, _), hashes in pins(lock).items():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+", pin)
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes)


@pytest.mark.parametrize("file", [*LOCKS, "pyproject.toml", "Makefile", "scripts/set_up.py", "scripts/lock.sh"])
def test_no_file_names_a_registry(file: str) -> None:
    assert not re.search(
        r"https?://|(?<!emit-)index-url|pypi", (ROOT / file).read_text(encoding="utf-8"), re.IGNORECASE
    )


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    needed = {normalised(each) for each in (*project["project"]["dependencies"], *groups["build"])}
    assert needed <= names("requirements.lock")
    assert {normalised(each) for each in groups["dev"] if isinstance(each, str)} <= names("requirements-dev.lock")


def test_what_is_tested_is_what_is_run() -> None:
    """The same versions and hashes; for testing one may be needed on more systems than for running."""
    run, dev = (pins(lock) for lock in LOCKS)
    assert {(pin, marker): dev.get((pin, marker), dev.get((pin, ""))) for pin, marker in run} == run


def test_python_3_11_gets_no_pyside_that_dies_on_it() -> None:
    versions = {marker: pin for pin, marker in pins("requirements.lock") if pin.startswith("pyside6-essentials==")}
    (old,) = (pin for marker, pin in versions.items() if marker.endswith("< '3.12'"))
    assert tuple(int(part) for part in old.partition("==")[2].split(".")[:2]) < (6, 12)
