"""A workspace that cannot be written to in the window: a line says so on every page, and every write says why not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import open_workspace
from crm_desktop.domain.entities import AccountFields
from crm_desktop.ui import theme
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import ImmediateTasks
from crm_desktop.ui.widgets.read_only_line import ReadOnlyLine
from tests.rights import as_anybody, open_folder, take_away
from tests.world import TODAY, business


@pytest.fixture
def reading(qapp: QApplication) -> Iterator[MainWindow]:
    """The window over a workspace in a folder that nobody may write to."""
    with open_folder() as folder:
        path = folder / "w.crm"
        app = open_workspace(path, today=TODAY, create=True)
        business(app.store, 12)
        app.close()
        take_away(path, folder)
        with as_anybody():
            app = open_workspace(path, today=TODAY)
        theme.apply(qapp, mode="light")
        window = MainWindow(app, ImmediateTasks())
        window.resize(1366, 768)
        window.show()
        yield window
        window.close()


def test_every_page_stands_under_a_line_that_says_why(reading: MainWindow) -> None:
    [line] = reading.findChildren(ReadOnlyLine)
    for page in ("today", "accounts", "follow_ups", "court", "settings"):
        reading.open_page(page)
        assert line.isVisible()
    assert "cannot be written to" in line.text
    assert "open the copy" in line.text
    assert not reading.message.is_problem


def test_a_write_says_in_one_sentence_why_not_and_what_to_do(reading: MainWindow) -> None:
    count = reading.app.store.value("SELECT count(*) FROM account")
    AccountActions(reading).add(AccountFields(name="New"))
    assert reading.message.is_problem
    assert "open for reading only" in reading.message.text
    assert "Copy it to a drive that can be written to" in reading.message.text
    assert reading.app.store.value("SELECT count(*) FROM account") == count
    reading.message.close_message()
    reading.undo()
    assert "open for reading only" in reading.message.text


def test_a_workspace_that_can_be_written_to_has_no_such_line(window: MainWindow) -> None:
    assert window.findChildren(ReadOnlyLine) == []
