"""Backups in the window: the File menu makes one and puts one back by keyboard; nothing that was there is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts, backups
from crm_desktop.storage import backup
from crm_desktop.ui.main_window import MainWindow


def test_the_file_menu_backs_up_and_says_where(window: MainWindow, app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    window.actions_by_id["backup"].trigger()
    [made] = backups.listed(app.store)
    assert made.why == backup.ASKED
    assert str(made.path) in window.message.text


def test_a_day_has_one_backup_by_itself(window: MainWindow, app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    beside = window.begin_beside()
    beside.backup.take()
    accounts.add(app.store, AccountFields(name="Beta"))
    beside.backup.take()
    assert [one.why for one in backups.listed(app.store)] == [backup.DAILY]


def test_what_cannot_be_put_back_is_said_and_nothing_changes(window: MainWindow, app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    taken = backups.take(app.store)
    taken.write_bytes(taken.read_bytes()[:-4096])
    dump = app.store.dump()
    window.actions_by_id["restore"].trigger()
    question = window.backing_up.question
    assert question is not None
    assert "asked for" in question.answers[1].text
    QTest.keyClick(question, Qt.Key.Key_2)
    assert "Nothing was replaced" in window.message.text
    assert app.store.dump() == dump


_PUT_BACK = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts, backups
from crm_desktop.ui import start

windows = []

def opened(window):
    windows.append(window)
    store = window.app.store
    if len(windows) == 1:
        backups.take(store)
        accounts.add(store, AccountFields(name="Beta"))
        window.begin_beside()
        window.actions_by_id["restore"].trigger()
        QTimer.singleShot(0, answer)
    else:
        QTimer.singleShot(0, finish)

def answer():
    question = windows[0].backing_up.question
    if question is None:
        QTimer.singleShot(20, answer)
    else:
        QTest.keyClick(question, Qt.Key.Key_2)

def finish():
    print(windows[1].app.store.value("SELECT group_concat(name) FROM account"), windows[1].message.text, sep="|")
    windows[1].close()

sys.exit(start.run(sys.argv[1:], shown=opened))
"""


def test_a_backup_is_put_back_in_the_place_of_the_open_workspace(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    app = open_workspace(path, create=True)
    accounts.add(app.store, AccountFields(name="Acme"))
    app.close()
    program = [sys.executable, "-c", _PUT_BACK, "--workspace", str(path)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    names, said = done.stdout.strip().split("|")
    assert names == "Acme"
    [aside] = tmp_path.glob("w-replaced-*.crm")
    assert aside.name in said
    kept = open_workspace(aside)
    assert kept.store.value("SELECT count(*) FROM account") == 2
    kept.close()
