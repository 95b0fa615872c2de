"""Choices that belong to this laptop and not to a workspace: the look, the text size, the keys, the window's place."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import math
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.paths import config_folder

_log = logging.getLogger(__name__)

LookMode = Literal["system", "light", "dark", "palette"]
SMALLEST_TEXT, LARGEST_TEXT = 0.8, 2.0


@dataclass(frozen=True, slots=True)
class Settings:
    """``text_scale`` 1.0 is the system's own size; ``window_geometry`` is what Qt saved, in base64."""

    look: LookMode = "system"
    text_scale: float = 1.0
    letter_keys: bool = True
    """Single letters do something in a focused list (WCAG 2.1.4 asks for a way to switch them off)."""
    compact_rows: bool = False
    window_geometry: str = ""
    account_columns: str = ""
    """The columns of the Accounts table that were chosen, by name with commas; empty for the usual ones."""
    export_folder: str = ""
    reminders: bool = True
    morning: int = 540
    """The minute of the day at which what has no time is told."""
    calendar_files: Mapping[str, str] = field(default_factory=dict)
    """Which calendar file is kept up to date with which workspace, by path."""


def settings_file() -> Path:
    """Where the settings lie; the file may not exist yet."""
    return config_folder() / "settings.json"


def get() -> Settings:
    """What was chosen on this laptop; a value that was never chosen, or makes no sense, has its default.

    A file that cannot be understood is kept beside the new one as ``.bad``. Never raises for what is in the
    file or for where it lies.
    """
    try:
        path = settings_file()
    except UserError:
        _log.warning("There is no folder for the settings")
        return Settings()
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        _log.warning("The settings cannot be read: %s", error.strerror)
        return Settings()
    except (ValueError, RecursionError):
        _set_aside(path)
        return Settings()
    if not isinstance(stored, dict):
        _set_aside(path)
        return Settings()
    sound = {key: value for key, value in stored.items() if key in _SOUND and _SOUND[key](value)}
    if len(sound) < len(stored.keys() & _SOUND.keys()):
        _set_aside(path)
        _write(path, sound)
    return Settings(**sound)


def change(**choices: object) -> Settings:
    """Sets some of the choices at once and returns them all. Raises ``UserError`` when the disk refuses.

    A name or a value that is none of the choices is a mistake of the program: ``ValueError``.
    """
    wrong = [key for key, value in choices.items() if key not in _SOUND or not _SOUND[key](value)]
    if wrong:
        raise ValueError(f"Not a setting, or not a value for it: {', '.join(wrong)}")
    before = get()
    after = dataclasses.replace(before, **choices)  # type: ignore[arg-type]
    if after != before:
        _write(settings_file(), dataclasses.asdict(after))
    return after


def _write(path: Path, values: Mapping[str, Any]) -> None:
    """Replaces the file as a whole: whoever reads it sees the old one or the new one, never half of it."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")  # readable by its owner only
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(values, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise UserError(
            tr("The settings cannot be written: {cause}.", cause=error.strerror or error),
            tr("Your workspace is not affected."),
            tr("Check that the disk is not full and that you may write to its settings folder."),
        ) from error


def _set_aside(path: Path) -> None:
    _log.warning("The settings were not understood; %s keeps them as they were", path.with_suffix(".bad").name)
    with contextlib.suppress(OSError):
        path.replace(path.with_suffix(".bad"))


def _is_scale(value: Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(value) and SMALLEST_TEXT <= value <= LARGEST_TEXT


def _are_files(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(part, str) for pair in value.items() for part in pair)


# How a value of each setting is told from damage.
_SOUND: Mapping[str, Callable[[Any], bool]] = {
    "look": lambda value: value in get_args(LookMode),
    "text_scale": _is_scale,
    "letter_keys": lambda value: isinstance(value, bool),
    "compact_rows": lambda value: isinstance(value, bool),
    "window_geometry": lambda value: isinstance(value, str) and value.isascii(),
    "account_columns": lambda value: isinstance(value, str),
    "export_folder": lambda value: isinstance(value, str),
    "reminders": lambda value: isinstance(value, bool),
    "morning": lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_440,
    "calendar_files": _are_files,
}
