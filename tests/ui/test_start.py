"""The window's start where the workspace cannot be opened: a calm sentence, no stack, exit status 1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_START = """
import sys
from PySide6.QtWidgets import QMessageBox
from crm_desktop.ui import start
QMessageBox.exec = lambda box: print(box.text(), box.informativeText(), sep="|")
sys.exit(start.run(sys.argv[1:]))
"""


def _started(*arguments: object) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the start makes the application, of which there is one already in the tests."""
    program = [sys.executable, "-c", _START, *map(str, arguments)]
    return subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)


def test_a_drive_that_is_not_there_is_told_in_a_dialog(tmp_path: Path) -> None:
    (tmp_path / "drive").write_text("a file stands where the drive should be")
    done = _started("--workspace", tmp_path / "drive" / "w.crm")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("No workspace can be made at ")
    assert "|Nothing was changed. Check the drive" in done.stdout


def test_a_home_folder_that_cannot_be_written_to_is_told_in_a_dialog(own_surroundings: Path) -> None:
    (own_surroundings / "crm-desktop").write_text("a file stands where the folder should be")
    done = _started()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot be made" in done.stdout


def test_on_a_small_screen_the_first_window_fills_it(own_surroundings: Path) -> None:
    """Offscreen there are 800x800: a window of 1366x768 would hide its end."""
    program = """
import sys
from PySide6.QtCore import QTimer
from crm_desktop.ui import start
def shown(window):
    print(window.isMaximized())
    QTimer.singleShot(0, window.close)
sys.exit(start.run([], shown=shown))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, "True\n")


_OPEN = """
import sys
from PySide6.QtCore import QTimer
from crm_desktop.ui import start
def shown(window):
    window.raise_ = lambda: (print("came forward", flush=True), window.close())
    print("open", flush=True)
    QTimer.singleShot(20_000, window.close)
sys.exit(start.run(sys.argv[1:], shown=shown))
"""


def test_a_second_start_on_the_same_workspace_brings_the_first_window_forward(own_surroundings: Path) -> None:
    workspace = own_surroundings / "w.crm"
    program = [sys.executable, "-c", _OPEN, "--workspace", str(workspace)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        # The same file by another name.
        link = own_surroundings / "link.crm"
        link.symlink_to(workspace)
        second = subprocess.run([*program[:-1], str(link)], capture_output=True, text=True, check=False, timeout=60)
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        assert first.communicate(timeout=30) == ("came forward\n", "")
    assert first.returncode == 0


def test_a_page_that_cannot_be_made_is_told_and_the_window_stays_where_it_is(own_surroundings: Path) -> None:
    program = """
import sys
from PySide6.QtCore import QTimer
from crm_desktop.ui import page_stack, start
def broken(desk):
    raise KeyError("a name nobody should read")
whole = page_stack.PAGES
page_stack.PAGES = tuple(spec._replace(make=broken) if spec.name == "court" else spec for spec in whole)
def shown(window):
    def tell():
        if not window.message.isVisible():
            QTimer.singleShot(0, tell)
            return
        print(window.page.title, window.message.is_problem, window.message.text, sep="|")
        window.message.close_message()
        page_stack.PAGES = whole
        window.sidebar.chosen.emit("court")
        print(window.page.title)
        window.close()
    def go():
        window.sidebar.chosen.emit("accounts")
        window.sidebar.chosen.emit("court")
    QTimer.singleShot(0, go)
    QTimer.singleShot(0, tell)
    QTimer.singleShot(30_000, window.close)
sys.exit(start.run([], shown=shown))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    said, later = done.stdout.splitlines()
    assert said.startswith("Accounts|True|“Court” could not be opened: the program made a mistake. What you saved is")
    assert later == "Court"
    log = next(own_surroundings.rglob("crm-desktop.log")).read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "a name nobody should read" not in log
