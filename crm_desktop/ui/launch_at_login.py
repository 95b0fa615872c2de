"""Starts the program when one logs in: an autostart file on Linux, the Run key on Windows, a launch agent on macOS."""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.files import replacing

_NAME = "crm-desktop"
_LABEL = "desktop.crm.launch"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_LARGEST = 100_000
# What a desktop may write into the file when it is switched off there.
_OFF = ("hidden=true", "x-gnome-autostart-enabled=false")


def is_on() -> bool:
    """Whether the system starts the program at login; what cannot be read counts as no."""
    if sys.platform == "win32":
        return _run_key() is not None
    try:
        file = _file()
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return False
        text = file.read_text(encoding="utf-8", errors="replace")
    except (OSError, UserError):
        return False
    return sys.platform == "darwin" or not any(line.replace(" ", "").lower() in _OFF for line in text.splitlines())


def switch(on: bool) -> None:
    """Switches it on or off for this person. Raises ``UserError`` when the system refuses; then all is as it was."""
    try:
        if sys.platform == "win32":
            _set_run_key(subprocess.list2cmdline(command()) if on else None)
        elif on:
            file = _file()
            file.parent.mkdir(parents=True, exist_ok=True)
            content = launch_agent(command()) if sys.platform == "darwin" else desktop_entry(command()).encode()
            with replacing(file) as fresh:
                fresh.write_bytes(content)
        else:
            _file().unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            tr("The system does not let crm-desktop set what starts at login: {cause}.", cause=_cause(error)),
            tr("Nothing was changed."),
            tr("Add crm-desktop to the programs that start at login in your system's settings."),
        ) from error


def _cause(error: OSError) -> str:
    return error.strerror or type(error).__name__


def command() -> list[str]:
    """What starts this very program again."""
    if image := os.environ.get("APPIMAGE"):
        return [image]
    if getattr(sys, "frozen", False):
        return [sys.executable]
    script = Path(sys.executable).with_name("crm-desktop.exe" if sys.platform == "win32" else "crm-desktop")
    return [str(script)] if script.exists() else [sys.executable, "-m", "crm_desktop"]


def desktop_entry(words: Sequence[str]) -> str:
    """An autostart entry (Desktop Entry Specification 1.5, "The Exec key"; Desktop Application Autostart)."""
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        f"Name={_NAME}\n"
        f"Exec={' '.join(_quoted(word) for word in words)}\n"
        "Terminal=false\n"
        "X-GNOME-Autostart-enabled=true\n"
    )


def launch_agent(words: Sequence[str]) -> bytes:
    """A property list for launchd (launchd.plist(5))."""
    return plistlib.dumps({"Label": _LABEL, "ProgramArguments": list(words), "RunAtLoad": True})


def _quoted(word: str) -> str:
    """Quoted for the Exec key, whose value is a string of the file, so that a backslash is written four times."""
    if any(ord(letter) < 32 for letter in word):
        raise UserError(
            tr("The path of the program cannot stand in an autostart file."),
            tr("Nothing was changed."),
            tr("Add crm-desktop to the programs that start at login in your system's settings."),
        )
    for sign in '\\"`$':
        word = word.replace(sign, "\\" + sign)
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _file() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
    told = os.environ.get("XDG_CONFIG_HOME", "")
    # The specification lets a relative path count as none.
    folder = Path(told) if os.path.isabs(told) else Path.home() / ".config"
    return folder / "autostart" / f"{_NAME}.desktop"


if sys.platform == "win32":
    import winreg

    def _run_key() -> str | None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                return str(winreg.QueryValueEx(key, _NAME)[0])
        except OSError:
            return None

    def _set_run_key(value: str | None) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            if value is not None:
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, value)
            elif _run_key() is not None:
                winreg.DeleteValue(key, _NAME)
