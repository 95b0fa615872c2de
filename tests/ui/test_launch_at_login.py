"""The switch for starting at login: the file it writes, what other programs make of it, and a folder that refuses."""

from __future__ import annotations

import configparser
import plistlib
import re
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.errors import UserError
from crm_desktop.ui import launch_at_login

linux = pytest.mark.skipif(sys.platform != "linux", reason="the autostart folder of XDG desktops")


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "autostart" / "crm-desktop.desktop"


@linux
def test_on_and_off(entry: Path) -> None:
    assert not launch_at_login.is_on()
    launch_at_login.switch(True)
    assert launch_at_login.is_on()
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(entry, encoding="utf-8")
    assert dict(read["Desktop Entry"])["Type"] == "Application"
    assert [each.name for each in entry.parent.iterdir()] == ["crm-desktop.desktop"]
    assert not stat.S_IMODE(entry.stat().st_mode) & 0o022
    launch_at_login.switch(True)
    launch_at_login.switch(False)
    assert not launch_at_login.is_on()
    assert not entry.exists()
    launch_at_login.switch(False)


@linux
def test_what_the_desktop_switched_off_is_off(entry: Path) -> None:
    launch_at_login.switch(True)
    for line in ("Hidden=true", "X-GNOME-Autostart-enabled = false"):
        entry.write_text(f"[Desktop Entry]\nType=Application\nExec=x\n{line}\n")
        assert not launch_at_login.is_on()


@linux
def test_a_link_in_its_place_is_replaced_and_not_followed(entry: Path, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("untouched")
    entry.parent.mkdir(parents=True)
    entry.symlink_to(canary)
    launch_at_login.switch(True)
    assert canary.read_text() == "untouched"
    assert not entry.is_symlink()


@linux
def test_a_folder_that_refuses_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "config"
    in_the_way.write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(in_the_way))
    with pytest.raises(UserError, match="does not let crm-desktop set what starts at login"):
        launch_at_login.switch(True)
    assert not launch_at_login.is_on()
    assert in_the_way.read_text() == "a file where a folder should be"


def as_the_desktop_reads(line: str) -> list[str]:
    """Undoes the escapes of a string, then the quoting of the Exec key, then the field codes."""
    text = line.removeprefix("Exec=").replace("\\\\", "\\")
    words = re.findall(r'"((?:\\.|[^"\\])*)"(?: |$)', text)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


_WORD = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]) | st.sampled_from('\\"`$% '), min_size=1)


@given(st.lists(_WORD, min_size=1, max_size=3))
def test_any_path_survives_the_quoting(words: list[str]) -> None:
    line = launch_at_login.desktop_entry(words).split("\n")[3]
    assert as_the_desktop_reads(line) == words


def test_a_path_with_a_line_break_is_refused() -> None:
    with pytest.raises(UserError):
        launch_at_login.desktop_entry(["/opt/crm\nExec=evil"])


def test_the_launch_agent_of_a_mac() -> None:
    read = plistlib.loads(launch_at_login.launch_agent(["/Applications/A & B/crm-desktop", "-m"]))
    assert read["ProgramArguments"] == ["/Applications/A & B/crm-desktop", "-m"]
    assert read["RunAtLoad"] is True


def test_what_starts_the_program_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APPIMAGE", raising=False)
    assert launch_at_login.command()[0].startswith(str(Path(sys.executable).parent))
    monkeypatch.setenv("APPIMAGE", "/home/ana/crm.AppImage")
    assert launch_at_login.command() == ["/home/ana/crm.AppImage"]
