"""The folders of this program on this machine, each made readable by its owner only."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr

HOME_VARIABLE = "CRM_DESKTOP_HOME"
"""Environment variable that puts every folder under one of your choice: a memory stick, or a test's own folder."""

_OWNER_ONLY = 0o700


def data_folder() -> Path:
    """The folder of the workspaces, made when missing."""
    return _made("data", _folders().user_data_path)


def config_folder() -> Path:
    """The folder of the settings, made when missing."""
    return _made("config", _folders().user_config_path)


def state_folder() -> Path:
    """The folder of what may be lost without harm (the window's size, last page), made when missing."""
    return _made("state", _folders().user_state_path)


def log_folder() -> Path:
    """The folder of the log files, made when missing."""
    return _made("log", _folders().user_log_path)


def default_workspace() -> Path:
    """The workspace file that is opened when none is named; the file itself may not exist yet."""
    return data_folder() / "workspace.crm"


def _folders() -> platformdirs.PlatformDirs:
    return platformdirs.PlatformDirs("crm-desktop", appauthor=False)


def _made(name: str, usual: Path) -> Path:
    """The folder, made when missing; raises UserError when that is impossible."""
    home = os.environ.get(HOME_VARIABLE)
    folder = Path(home).expanduser().absolute() / name if home else usual
    try:
        _make_private(folder)
    except OSError as error:
        raise UserError(
            tr("The folder {folder} cannot be made: {cause}.", folder=folder, cause=error.strerror or error),
            tr("Nothing was written."),
            tr("Make it possible to write there, or name another folder in {variable}.", variable=HOME_VARIABLE),
        ) from error
    return folder


def _make_private(folder: Path) -> None:
    """Make the folder and its missing parents, each for the owner only; a folder that exists keeps its mode."""
    if folder.is_dir():
        return
    _make_private(folder.parent)
    folder.mkdir(mode=_OWNER_ONLY, exist_ok=True)
