"""Mails, files and tables dropped on the window or pasted into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields
from crm_desktop.services import accounts, attachments, contacts, history
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.choice_card import ChoiceCard
from tests.ui.dropping.world import Key, drop, file, page, press
from tests.world import TODAY, add_account


def eml(sender: str = "Maria <maria@acme.example>", *, files: str = "", key: str = "1") -> bytes:
    head = f"From: {sender}\nTo: ana@wren.example\nSubject: Boxes\nMessage-ID: <{key}@x>\n"
    head += "Date: Mon, 2 Nov 2026 10:00:00 +0100\n"
    if not files:
        return f"{head}\nwhere are they?\n".encode()
    part = (
        f"--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename={files}\n"
        "Content-Transfer-Encoding: base64\n\nJVBERg==\n"
    )
    body = "--b\nContent-Type: text/plain\n\nsee the file\n"
    picture = "--b\nContent-Type: image/png; name=logo.png\nContent-ID: <l>\nContent-Disposition: inline\n\nPNG\n"
    return f"{head}Content-Type: multipart/mixed; boundary=b\n\n{body}{part}{picture}--b--\n".encode()


def test_whatever_is_dropped_is_copied_and_the_place_it_came_from_keeps_it(window: MainWindow, tmp_path: Path) -> None:
    # With Shift a file manager moves: it deletes its file when the other side says that it took it.
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file(tmp_path, "offer.pdf", b"%PDF")))])
    offered = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    entered = QDragEnterEvent(QPoint(400, 300), offered, data, left, shift)
    QApplication.sendEvent(window, entered)
    dropped = QDropEvent(QPointF(400, 300), offered, data, left, shift)
    QApplication.sendEvent(window, dropped)
    assert [each.dropAction() for each in (entered, dropped)] == [Qt.DropAction.CopyAction] * 2
    assert entered.isAccepted()
    assert dropped.isAccepted()


def card(window: MainWindow) -> ChoiceCard:
    found = window.dropping.card
    assert found is not None
    assert found.isVisible()
    return found


def titles(app: App, account: int) -> list[str]:
    return [line.title for line in history.timeline(app.store, account, until=TODAY) if line.kind.value == "email"]


def test_a_mail_of_somebody_we_know_is_filed_at_once_and_undone(
    window: MainWindow, app: App, acme: int, tmp_path: Path
) -> None:
    drop(window, file(tmp_path, "a.eml", eml()))
    assert titles(app, acme) == ["Boxes"]
    assert window.message.text == "Email from Acme of 2 Nov 2026 saved."
    drop(window, file(tmp_path, "b.eml", eml()))
    assert window.message.text == "This email is in already: Acme, 2 Nov 2026."
    assert titles(app, acme) == ["Boxes"]
    window.undo()
    assert titles(app, acme) == []


def test_an_unknown_sender_is_asked_about_and_may_be_added(
    window: MainWindow, app: App, acme: int, tmp_path: Path
) -> None:
    shown = page(window, acme)
    drop(window, file(tmp_path, "a.eml", eml("New <b>Person</b> <new@nowhere.example>")))
    asked = card(window)
    assert [answer.text for answer in asked.answers] == ["Acme"]
    assert asked.ticks[0].isChecked()
    press(window, Key.Key_1)
    assert not asked.isVisible()
    assert titles(app, acme) == ["Boxes"]
    assert "new@nowhere.example" in [each.email for each in contacts.of_account(app.store, acme)]
    assert shown.isVisible()


def test_somebody_else_is_typed_and_esc_saves_nothing(window: MainWindow, app: App, acme: int, tmp_path: Path) -> None:
    beta = add_account(app.store, "Beta")
    dump = app.store.dump()
    path = file(tmp_path, "a.eml", eml("who@nowhere.example"))
    drop(window, path)
    press(window, Key.Key_Escape)
    assert app.store.dump() == dump
    drop(window, path)
    asked = card(window)
    assert asked.field is not None
    assert asked.field.hasFocus()
    QTest.keyClicks(asked.field, "bet")
    press(window, Key.Key_Return)
    assert titles(app, beta) == ["Boxes"]


@pytest.mark.parametrize("name", ["a.eml", "offer.pdf"])
def test_a_new_account_and_what_is_filed_with_it_are_one_step(
    window: MainWindow, app: App, acme: int, tmp_path: Path, name: str
) -> None:
    before = app.store.dump()
    drop(window, file(tmp_path, name, eml("Jan <jan@nowhere.example>")))
    field = card(window).field
    assert field is not None
    QTest.keyClicks(field, "Nowhere Ltd")
    press(window, Key.Key_Return)
    account = accounts.by_name(app.store, "Nowhere Ltd")
    assert account is not None
    assert titles(app, account) == (["Boxes"] if name == "a.eml" else [])
    assert "Nowhere Ltd" in window.message.text
    window.undo()
    assert app.store.dump() == before


def test_a_mail_is_pasted_with_ctrl_v_outside_a_field_and_everywhere_with_shift(
    window: MainWindow, app: App, acme: int
) -> None:
    text = (
        "Od: Maria Kos <maria@acme.example>\nPoslano: 2. november 2026 10:00\n"
        "Za: ana@wren.example\nZadeva: Škatle\n\nkje?"
    )
    QGuiApplication.clipboard().setText(text)
    page(window, acme)
    press(window, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert titles(app, acme) == ["Škatle"]
    window.undo()
    window.actions_by_id["paste.mail"].trigger()
    assert titles(app, acme) == ["Škatle"]
    QGuiApplication.clipboard().setText("nothing of the kind")
    window.actions_by_id["paste.mail"].trigger()
    assert "Copy an email" in window.message.text


def test_files_of_a_mail_are_offered_and_signatures_are_not(
    window: MainWindow, app: App, acme: int, tmp_path: Path
) -> None:
    drop(window, file(tmp_path, "a.eml", eml(files="offer.pdf")), file(tmp_path, "b.eml", eml(files="b.pdf", key="2")))
    assert [box.isChecked() for box in card(window).ticks] == [True, False]
    press(window, Key.Key_Return)
    assert [each.name for each in attachments.of_account(app.store, acme)] == ["offer.pdf"]
    # The second mail waited until the first was answered.
    assert len(titles(app, acme)) == 2
    press(window, Key.Key_2)
    assert [each.name for each in attachments.of_account(app.store, acme)] == ["offer.pdf"]


def test_a_bad_mail_is_told_and_the_next_one_still_taken(
    window: MainWindow, app: App, acme: int, tmp_path: Path
) -> None:
    drop(window, file(tmp_path, "bad.eml", b"\x00\x01\x02"), file(tmp_path, "a.eml", eml()))
    assert titles(app, acme) == ["Boxes"]


def test_a_file_is_kept_with_the_open_account_or_asked_about(
    window: MainWindow, app: App, acme: int, tmp_path: Path
) -> None:
    path = file(tmp_path, "offer.pdf", b"%PDF")
    drop(window, path)
    assert "offer.pdf" in card(window).title.text()
    field = card(window).field
    assert field is not None
    QTest.keyClicks(field, "acm")
    press(window, Key.Key_Return)
    shown = page(window, acme)
    assert len(shown.pane.files.rows) == 1
    drop(window, file(tmp_path, "photo.png", b"PNG"))
    assert window.message.text == "photo.png is kept with Acme."
    row = shown.pane.files.rows[0]
    row.setFocus()
    press(window, Key.Key_Delete)
    assert [each.name for each in attachments.of_account(app.store, acme)] == ["offer.pdf"]
    window.undo()
    assert len(shown.pane.files.rows) == 2


def test_a_table_is_imported_and_asked_about_only_on_an_account(
    window: MainWindow, app: App, acme: int, tmp_path: Path
) -> None:
    path = file(tmp_path, "orders.csv", b"customer,date,amount\nAcme,2026-11-02,100\n")
    page(window, acme)
    drop(window, path)
    assert [answer.text for answer in card(window).answers] == ["Import what is in it", "Keep it with Acme"]
    press(window, Key.Key_2)
    assert [each.name for each in attachments.of_account(app.store, acme)] == ["orders.csv"]
    drop(window, path)
    press(window, Key.Key_Return)
    assert window.page.title == "Import"
    window.open_page("today")
    drop(window, path)
    assert window.page.title == "Import"


def test_every_answer_can_be_reached_by_the_arrows(window: MainWindow, app: App, acme: int, tmp_path: Path) -> None:
    beta = add_account(app.store, "Beta")
    contacts.add(app.store, beta, ContactFields(name="M", email="maria@acme.example"))
    drop(window, file(tmp_path, "a.eml", eml()))
    asked = card(window)
    reached: list[Callable[[], bool]] = [each.hasFocus for each in asked.buttons]
    assert reached[0]()
    press(window, Key.Key_Down)
    assert reached[1]()
    press(window, Key.Key_Down)
    assert asked.field is not None
    assert asked.field.hasFocus()
