"""Drives the real window through ten everyday tasks, counts the keys, and writes docs/keystrokes.md."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

FILE = Path(__file__).resolve().parent.parent / "docs" / "keystrokes.md"
TODAY = date(2026, 11, 20)
KEY_SECONDS = 0.28
"""One key of an average typist at 40 words a minute."""
THINKING_SECONDS = 1.35
"""Mental preparation, once a task."""
EVERYDAY, WITH_RATING, SENTENCE = 6.0, 9.0, 14.0
"""Seconds in which the logs have to be possible."""
_WRITTEN = {"Return": "Enter", "Right": "→"}


class Task(NamedTuple):
    """One task as it was done: how, with how many keys, and its limit in seconds (0: none is set)."""

    what: str
    how: str
    keys: int
    limit: float

    @property
    def seconds(self) -> float:
        """The time by the keystroke-level model (Card, Moran and Newell, 1980)."""
        return self.keys * KEY_SECONDS + THINKING_SECONDS


class Keyboard:
    """Presses keys where the keyboard is, and counts them: Ctrl is a key of its own, Shift is not counted."""

    def __init__(self) -> None:
        self.count = 0
        self.said: list[str] = []

    def press(self, *names: str) -> Keyboard:
        """Keys by their names, such as "L", "Return" or "Ctrl+K"."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        for name in names:
            ctrl = name.startswith("Ctrl+")
            modifiers = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(_focus(), Qt.Key[f"Key_{name.removeprefix('Ctrl+')}"], modifiers)
            self.count += 2 if ctrl else 1
            self.said.append(_WRITTEN.get(name, name))
            _settle()
        return self

    def write(self, text: str) -> Keyboard:
        """Letters, one after the other."""
        from PySide6.QtTest import QTest

        for letter in text:
            QTest.keyClicks(_focus(), letter)
        self.count += len(text)
        self.said.append(f"`{text}`")
        _settle()
        return self


def measure(window: MainWindow) -> list[Task]:
    """Does each task in the window from the list of Today, makes sure that it was done, and takes it back."""
    from crm_desktop.domain.entities import AccountFields, ContactFields, FollowUpFields
    from crm_desktop.services import accounts, contacts, follow_ups, history, promises

    store = window.app.store
    acme = accounts.add(store, AccountFields(name="Acme Fasteners"))
    contacts.add(store, acme, ContactFields(name="Maria Kos"))
    follow_ups.add(store, FollowUpFields(account=acme, what="Send the samples", due=TODAY - timedelta(days=400)))
    window.open_page("today")
    _list(window).setFocus()
    first = _list(window).current_account()
    assert first is not None, "the list of Today is empty"

    def entries(account: int) -> list[tuple[str, str, float | None, date]]:
        return [(e.kind.value, e.title, e.score, e.day) for e in history.timeline(store, account, until=TODAY, limit=3)]

    def follow_up_on(account: int, day: date) -> bool:
        return any(item.due == day for item in follow_ups.of_account(store, account))

    friday, tuesday = date(2026, 11, 27), date(2026, 11, 24)
    call = ("call", "no answer", None, TODAY)
    tasks: list[Task] = []

    def do(
        what: str, limit: float, keys: Callable[[Keyboard], object], done: Callable[[], bool], *, page: str = "today"
    ) -> None:
        newest = store.next_step("undo")
        window.open_page(page)
        window.activateWindow()
        if page == "today":
            _list(window).setFocus()
        _settle()
        keyboard = Keyboard()
        keys(keyboard)
        if not done():
            raise RuntimeError(f"“{what}” was not done by {', '.join(keyboard.said)}")
        tasks.append(Task(what, ", ".join(keyboard.said), keyboard.count, limit))
        _close_popups()
        while (step := store.next_step("undo")) and (newest is None or step.id > newest.id):
            store.undo()
        _settle()

    do(
        "Log “no answer, call again Tuesday” on the row",
        EVERYDAY,
        lambda keys: keys.press("L").write("no answer >tue").press("Return"),
        lambda: call in entries(first) and follow_up_on(first, tuesday),
    )
    do(
        "The same, with the day that is offered",
        EVERYDAY,
        lambda keys: keys.press("L").write("no answer").press("Right", "Return"),
        lambda: call in entries(first) and follow_up_on(first, date(2026, 11, 25)),
    )
    do(
        "Log a call with a rating and a follow-up",
        WITH_RATING,
        lambda keys: keys.press("L").write("late delivery 4/10 >tue").press("Return"),
        lambda: ("rating", "call", 4.0, TODAY) in entries(first) and follow_up_on(first, tuesday),
    )
    do(
        "The full sentence: rating, promise and follow-up",
        SENTENCE,
        lambda keys: keys.press("L").write("late delivery 4/10 !credit note fri >tue").press("Return"),
        lambda: (
            ("call", "late delivery", None, TODAY) in entries(first)
            and [(p.what, p.due) for p in promises.of_account(store, first)] == [("credit note", friday)]
            and follow_up_on(first, tuesday)
        ),
    )
    do(
        "Log a visit of yesterday",
        EVERYDAY,
        lambda keys: keys.press("L").write("v yesterday").press("Return"),
        lambda: ("visit", "", None, TODAY - timedelta(days=1)) in entries(first),
    )
    do(
        "Log a call with any account, from any other page",
        EVERYDAY,
        lambda keys: keys.press("Ctrl+L").write("acm no answer").press("Return"),
        lambda: call in entries(acme),
        page="settings",
    )
    do(
        "Find an account",
        0.0,
        lambda keys: keys.press("Ctrl+K").write("acm").press("Return"),
        lambda: window.page.title == "Acme Fasteners",
    )
    do("See why a row is listed", 0.0, lambda keys: keys.press("Space"), lambda: _popup() is not None)
    do(
        "Snooze a row for a week",
        0.0,
        lambda keys: keys.press("S", "2"),
        lambda: bool(store.value("SELECT count(*) FROM snooze WHERE account_id = ? AND deleted_at IS NULL", (first,))),
    )
    do(
        "Tick off what was due first",
        0.0,
        lambda keys: keys.press("F6", "X"),
        lambda: follow_ups.of_account(store, acme) == [],
    )
    return tasks


def table(tasks: list[Task]) -> str:
    """The page as it is written."""
    lines = [
        "# Keystrokes of ten everyday tasks",
        "",
        "Written by `make keystrokes`, which drives the real window from the list of Today and makes sure that each",
        "task was done. Time by the keystroke-level model: 0.28 s a key (40 words a minute) and 1.35 s to think.",
        "Ctrl counts as a key of its own, Shift is not counted. It is a model; no people were timed.",
        "",
        "| task | keys | presses | seconds | goal |",
        "|---|---|---:|---:|---:|",
    ]
    for task in tasks:
        how, goal = task.how.replace("|", "\\|"), f"{task.limit:.0f}" if task.limit else ""
        lines.append(f"| {task.what} | {how} | {task.keys} | {task.seconds:.1f} | {goal} |")
    words = "acme call maria about late delivery 4/10 promise credit note fri follow up tue"
    seconds = (len(words) + 3) * KEY_SECONDS + THINKING_SECONDS
    lines += [
        "",
        f"Typed out with Ctrl+L and Enter, `{words}`",
        f"is {len(words) + 3} presses and {seconds:.1f} s: the marks and the row that is open make the difference.",
        "",
    ]
    return "\n".join(lines)


def _list(window: MainWindow) -> Any:
    return window.page.list  # type: ignore[attr-defined]


def _focus() -> Any:
    from PySide6.QtWidgets import QApplication

    return QApplication.activePopupWidget() or QApplication.focusWidget()


def _popup() -> Any:
    from PySide6.QtWidgets import QApplication

    return QApplication.activePopupWidget()


def _settle() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def _close_popups() -> None:
    while (popup := _popup()) is not None:
        popup.close()
        _settle()


def main() -> int:
    """Measures over a throw-away sample workspace; 1 when a task takes longer than it may."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="crm-keys-") as folder:
        from crm_desktop.paths import HOME_VARIABLE

        os.environ[HOME_VARIABLE] = folder
        from PySide6.QtWidgets import QApplication

        from crm_desktop.opening import open_sample
        from crm_desktop.ui import theme
        from crm_desktop.ui.main_window import MainWindow
        from crm_desktop.ui.tasks import ImmediateTasks

        application = QApplication(["crm-desktop"])
        theme.apply(application, mode="light")
        app = open_sample(Path(folder), TODAY)
        window = MainWindow(app, ImmediateTasks())
        window.resize(1366, 768)
        window.show()
        tasks = measure(window)
        window.close()
        app.close()
    FILE.write_text(table(tasks), encoding="utf-8")
    for task in tasks:
        goal = f"of {task.limit:4.1f}" if task.limit else ""
        print(f"{task.seconds:5.1f} s {goal:7}  {task.keys:3} keys  {task.what}")
    return int(any(task.limit and task.seconds > task.limit for task in tasks))


if __name__ == "__main__":
    sys.exit(main())
