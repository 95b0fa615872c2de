"""Backups in the window: the File menu makes one and puts one back by keyboard; nothing that was there is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts, backups
from crm_desktop.storage import backup
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import WorkerTasks
from crm_desktop.ui.widgets.choice_card import Answer, ChoiceCard


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


def test_two_backups_of_one_minute_are_told_apart(window: MainWindow, app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    first = backups.take(app.store)
    for moment in ("140507000-asked", "140531000-asked", "140540000-import"):
        shutil.copy(first, first.with_name(f"test-20261120-{moment}.crm"))
    first.unlink()
    window.actions_by_id["restore"].trigger()
    question = window.backing_up.question
    assert question is not None
    assert [answer.text.split(" · ")[0][-8:] for answer in question.answers[1:-1]] == [
        "ov 14:05",
        "14:05:31",
        "14:05:07",
    ]


def test_a_long_answer_makes_a_question_no_wider(window: MainWindow) -> None:
    question = ChoiceCard(window, window, "Which one?", answers=[Answer("Kovač & sinovi " * 20, lambda: None)])
    question.ask()
    QApplication.processEvents()
    [button] = question.buttons
    assert button.width() < question.card.width()


def test_a_file_that_is_only_looked_at_has_nothing_left_beside_it(
    window: MainWindow, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "far" / "other.crm"
    other.parent.mkdir()
    open_workspace(other, create=True).close()
    before = other.read_bytes()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    window.actions_by_id["restore"].trigger()
    question = window.backing_up.question
    assert question is not None
    QTest.keyClick(question, Qt.Key.Key_2)
    assert app.store.path.with_name(f"{app.store.path.name}.restoring").exists(), "it is laid ready"
    assert list(other.parent.iterdir()) == [other]
    assert other.read_bytes() == before


@pytest.fixture
def working_window(app: App, qapp: QApplication) -> Iterator[MainWindow]:
    """The window as it really runs: its work in threads."""
    window = MainWindow(app, WorkerTasks(close_thread=app.store.close))
    window.show()
    yield window
    if window.isVisible():
        window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_save_does_not_wait_for_a_backup(working_window: MainWindow, app: App, qtbot: Any) -> None:
    saved, copied = Event(), []
    working_window.tasks.run_beside(lambda: saved.wait(30), copied.append)
    working_window.write(lambda: accounts.add(app.store, AccountFields(name="Acme")), lambda _: saved.set())
    qtbot.waitUntil(lambda: bool(copied), timeout=40_000)
    assert copied == [True]


def test_closing_gives_up_the_copy_of_the_day_and_finishes_the_one_asked_for(
    working_window: MainWindow, app: App
) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    begun = Event()
    working_window.tasks.run_beside(begun.wait)
    daily = working_window.begin_beside().backup
    daily.take()
    working_window.actions_by_id["backup"].trigger()
    daily.close()
    begun.set()
    working_window.close()
    [made] = backups.listed(app.store)
    assert made.why == backup.ASKED
    assert len(list(made.path.parent.iterdir())) == 2, "it and its seal"


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
