"""The program's folders: where they are, and that nobody else can look into them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop import paths
from crm_desktop.domain.errors import UserError

FOLDERS = [paths.data_folder, paths.config_folder, paths.state_folder, paths.log_folder]
needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "portable"))
    return tmp_path / "portable"


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_is_made_below_the_home_that_is_named(folder: Callable[[], Path], home: Path) -> None:
    made = folder()
    assert made.is_dir()
    assert made.parent == home
    assert folder() == made


@needs_modes
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_made_belongs_to_its_owner_only(folder: Callable[[], Path], home: Path) -> None:
    before = os.umask(0)
    try:
        made = folder()
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (made, home)] == [0o700, 0o700]


def test_the_folders_differ_and_are_the_system_s_own_when_no_home_is_named(
    own_surroundings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    made = {folder() for folder in FOLDERS}
    assert len(made) == len(FOLDERS)
    assert all(path.is_relative_to(own_surroundings) and "crm-desktop" in path.parts for path in made)


def test_the_default_workspace_is_a_file_in_the_data_folder(home: Path) -> None:
    assert paths.default_workspace().parent == paths.data_folder()
    assert not paths.default_workspace().exists()


@needs_modes
def test_a_folder_that_exists_keeps_its_mode(home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data").chmod(0o755)
    assert stat.S_IMODE(paths.data_folder().stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_explained(home: Path) -> None:
    home.write_text("a file stands where the folder should be")
    with pytest.raises(UserError, match=r"cannot be made.*Nothing was written"):
        paths.data_folder()
