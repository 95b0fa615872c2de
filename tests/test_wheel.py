"""The built wheel holds all that the program needs, and its package finds it there."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def files_below(folder: Path, pattern: str = "*") -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_resource_is_in_the_wheel(names: set[str]) -> None:
    resources = files_below(ROOT / "resources")
    assert {"locale/en/formats.json", "locale/en/LC_MESSAGES/crm_desktop.mo", "icons/LICENSE"} <= resources
    assert {f"crm_desktop/resources/{name}" for name in resources} - names == set()


def test_every_module_and_migration_is_in_the_wheel(names: set[str]) -> None:
    modules = files_below(ROOT / "crm_desktop", "*.py")
    assert any(name.startswith("storage/migrations/0001_") for name in modules)
    assert {f"crm_desktop/{name}" for name in modules} - names == set()


def test_the_wheel_holds_nothing_else(names: set[str]) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"crm_desktop"}
    assert not [name for name in names if name.endswith((".pyc", ".crm"))]


def test_the_wheel_offers_the_window_and_the_terminal(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt"))
        points = configparser.ConfigParser()
        points.read_string(archive.read(name).decode())
    assert dict(points["console_scripts"]) == {"crm": "crm_desktop.__main__:main_terminal"}
    assert dict(points["gui_scripts"]) == {"crm-desktop": "crm_desktop.__main__:main_window"}


def test_the_wheel_carries_the_licences(names: set[str]) -> None:
    carried = {name.partition(".dist-info/licenses/")[2] for name in names}
    assert {"LICENSE", "LICENSES.md", "resources/icons/LICENSE", "resources/locale/LICENSE"} <= carried


def output_from(wheel: Path, folder: Path, program: str) -> list[str]:
    """The lines printed by a program that can import the unpacked wheel and not the checkout."""
    zipfile.ZipFile(wheel).extractall(folder)
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, encoding="utf-8")
    return result.stdout.splitlines()


def test_a_program_from_the_wheel_finds_its_resources_there(wheel: Path, tmp_path: Path) -> None:
    """Also that the module ``resources`` is not hidden by the folder of that name that the wheel puts beside it."""
    program = (
        "from crm_desktop.resources import resource_path; from crm_desktop.i18n import format_money;"
        "print(resource_path('locale')); print(format_money(4_820_000, 'EUR'))"
    )
    assert output_from(wheel, tmp_path, program) == [str(tmp_path / "crm_desktop" / "resources" / "locale"), "€48,200"]


def test_what_the_scripts_call_is_in_the_wheel(wheel: Path, tmp_path: Path) -> None:
    program = (
        "from crm_desktop.__main__ import main_terminal, main_window; print(callable(main_terminal and main_window))"
    )
    assert output_from(wheel, tmp_path, program) == ["True"]
