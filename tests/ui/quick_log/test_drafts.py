"""What was typed is never lost: drafts, and what stays when saving is refused."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import accounts
from crm_desktop.services.accounts import Match
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets import log_drafts
from crm_desktop.ui.widgets.log_drafts import LogDraft
from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog
from tests.ui.quick_log.world import NAUGHTY, TUESDAY, focus, newest, opened, press, said, type_keys

# --- drafts


def test_esc_keeps_the_draft_and_the_next_opening_brings_it_back(acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    type_keys("late delivery 4/10")
    log.form.notes.setFocus()
    type_keys("two pallets")
    press(Qt.Key.Key_Escape)
    assert log.isHidden()
    log = opened(window, acme)
    assert log.entry.text == "late delivery 4/10"
    assert log.form.notes.toPlainText() == "two pallets"
    assert "draft" in log.foot.hint.text()


def test_a_draft_survives_a_crash(app: App, acme: int, window: MainWindow, qtbot: QtBot) -> None:
    log = opened(window)
    type_keys("acme visit about <b>pallets</b>")
    log.form.when.setFocus()
    type_keys("tue")
    qtbot.waitUntil(log_drafts.draft_file(app.store.path).exists)
    # Another window on the same file stands for the next start: nothing of the first one is left but the disk.
    again = QuickLogDialog(window, window)
    again.open_for(None)
    assert again.entry.text == "acme visit about <b>pallets</b>"
    assert said(again)["Follow-up"] == "Tue 24 Nov"
    again.close_card()


def test_saving_removes_the_draft(app: App, acme: int, window: MainWindow) -> None:
    opened(window, acme)
    type_keys("late delivery")
    press(Qt.Key.Key_Escape)
    opened(window, acme)
    press(Qt.Key.Key_Return)
    assert not log_drafts.draft_file(app.store.path).exists()
    assert opened(window, acme).entry.text == ""


def test_a_draft_never_moves_to_another_account(app: App, acme: int, window: MainWindow) -> None:
    larkfield = accounts.by_name(app.store, "Larkfield Dairy")
    opened(window, acme)
    type_keys("late delivery")
    press(Qt.Key.Key_Escape)
    log = opened(window, larkfield)
    assert log.entry.text == ""
    type_keys("other words")
    press(Qt.Key.Key_Escape)
    assert opened(window, acme).entry.text == "late delivery"
    press(Qt.Key.Key_Escape)
    log = opened(window)
    assert log.entry.text == "late delivery", "opened on nothing, the newest draft comes back, with its account"
    assert said(log)["Account"] == "Acme Fasteners"


def test_start_over_forgets_the_draft(app: App, acme: int, window: MainWindow) -> None:
    opened(window, acme)
    type_keys("late delivery")
    press(Qt.Key.Key_Escape)
    log = opened(window, acme)
    log.foot.start_over.click()
    assert log.entry.text == ""
    assert focus() is log.entry
    assert not log_drafts.draft_file(app.store.path).exists()


def test_opening_and_closing_leaves_no_draft(app: App, acme: int, window: MainWindow) -> None:
    opened(window, acme, "follow up ")
    press(Qt.Key.Key_Escape)
    assert not log_drafts.draft_file(app.store.path).exists()


@pytest.mark.parametrize(
    "damage", ["", "{", "[1]", '[{"text": 3}]', '[{"text": "a", "chosen": {"rating": 99}}]', "null"]
)
def test_a_damaged_draft_is_no_draft(app: App, acme: int, window: MainWindow, damage: str) -> None:
    log_drafts.draft_file(app.store.path).write_text(damage)
    assert opened(window, acme).entry.text == ""


def test_every_value_of_a_draft_comes_back_as_it_was(app: App) -> None:
    chosen = {
        "account": Match(2**62, NAUGHTY, "A"),
        "contact": 2**61,
        "kind": InteractionKind.COMPLAINT,
        "subject": "čšž",
        "rating": 0,
        "promise": TUESDAY,
        "promise_what": "samples",
        "follow_up": TUESDAY,
        "follow_up_what": "call",
        "notes": "a\nb",
    }
    draft = LogDraft("line", chosen, 5, "", ((0, 4),))
    log_drafts.keep(app.store.path, draft)
    assert log_drafts.find(app.store.path, LogDraft(opened_on=5)) == draft
    assert log_drafts.draft_file(app.store.path).stat().st_mode & 0o077 == 0
    assert json.loads(log_drafts.draft_file(app.store.path).read_text())


# --- refusals


def test_when_saving_fails_the_text_stays_with_the_sentence(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    type_keys("late delivery")

    def refuse(_changes: object) -> None:
        raise UserError(
            "The disk is full.", "Nothing was saved and nothing was lost.", "Free some space and try again."
        )

    app.store.derivers.append(refuse)
    before = app.store.dump()
    press(Qt.Key.Key_Return)
    assert log.isVisible()
    assert log.foot.problem.startswith("The disk is full.")
    assert log.entry.text == "late delivery"
    assert app.store.dump() == before
    app.store.derivers.remove(refuse)
    press(Qt.Key.Key_Return)
    assert log.isHidden()
    assert newest(app, acme)[0][1] == "late delivery"


def test_an_account_deleted_meanwhile_is_told(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window)
    type_keys("acme late")
    accounts.delete(app.store, acme)
    press(Qt.Key.Key_Return)
    assert log.isVisible()
    assert "no longer here" in log.foot.problem
