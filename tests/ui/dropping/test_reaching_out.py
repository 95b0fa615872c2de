"""Calling, writing, opening a file or the brief, from an account."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts, attachments
from crm_desktop.ui.main_window import MainWindow
from tests.ui.dropping.world import Key, button, drop, file, page, press


class Opened(QObject):
    """Stands for the system's programs, by Qt's own door."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def opened() -> Opened:
    taken = Opened()
    for scheme in ("tel", "mailto", "file"):
        QDesktopServices.setUrlHandler(scheme, taken, "take")
    yield taken  # type: ignore[misc]
    for scheme in ("tel", "mailto", "file"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_calling_and_writing_open_the_systems_program_and_offer_to_log(
    window: MainWindow, app: App, acme: int, opened: Opened
) -> None:
    shown = page(window, acme)
    button(shown.pane.people, "Call +386 (0)41 2 34").setFocus()
    press(window, Key.Key_Space)
    assert [url.toString() for url in opened.urls] == ["tel:+38641234"]
    assert shown.offer.said == "You called Maria Kos."
    shown.timeline.setFocus()
    press(window, Key.Key_L)
    quick = window.overlays.quick_log
    assert quick.isVisible()
    assert "call @Maria" in quick.entry.text
    quick.dismiss()
    button(shown.pane.people, "Write to maria@acme.example").setFocus()
    press(window, Key.Key_Return)
    assert opened.urls[-1].toString() == "mailto:maria@acme.example"
    assert shown.offer.isVisible()
    shown.offer.close_button.click()
    assert not shown.offer.isVisible()


def test_the_number_in_the_head_calls_too(window: MainWindow, app: App, acme: int, opened: Opened) -> None:
    shown = page(window, acme)
    button(shown.head, "Call +386 (0)41 2 34").setFocus()
    press(window, Key.Key_Return)
    assert [url.toString() for url in opened.urls] == ["tel:+38641234"]
    assert shown.offer.said == "You called Maria Kos."
    # Another account's number takes the place of this one.
    page(window, accounts.add(app.store, AccountFields(name="Beta", phone="+386 1 200 300")))
    assert [each.accessibleName() for each in shown.head.reach.buttons] in ([], ["Call +386 1 200 300"])


def test_a_program_is_asked_about_before_it_is_opened(
    window: MainWindow, app: App, acme: int, tmp_path: Path, opened: Opened
) -> None:
    shown = page(window, acme)
    drop(window, file(tmp_path, "setup.exe", b"MZ"), file(tmp_path, "offer.pdf", b"%PDF"))
    by_name = {each.name: each.id for each in attachments.of_account(app.store, acme)}
    shown.files.open_file(by_name["offer.pdf"])
    assert opened.urls[-1].fileName() == "offer.pdf"
    shown.files.open_file(by_name["setup.exe"])
    question = shown.files.question
    assert question is not None
    press(window, Key.Key_Return)
    assert len(opened.urls) == 1
    shown.files.open_file(by_name["setup.exe"])
    press(window, Key.Key_2)
    assert opened.urls[-1].fileName() == "setup.exe"


def test_the_brief_opens_with_b_on_a_row_and_on_the_page(
    window: MainWindow, app: App, acme: int, qtbot: object
) -> None:
    window.open_page("accounts")
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.page.setFocus()
    QApplication.processEvents()
    QTest.keyClick(window.windowHandle(), Key.Key_B)
    brief = window.overlays.brief
    assert brief is not None
    assert brief.isVisible()
    assert brief.heading.text().startswith("Acme, tier")
    press(window, Key.Key_B)
    assert not brief.isVisible()
    shown = page(window, acme)
    shown.timeline.setFocus()
    press(window, Key.Key_B)
    assert brief.isVisible()
    press(window, Key.Key_C)
    assert QGuiApplication.clipboard().text().startswith("Acme, tier")
    QGuiApplication.clipboard().clear()
    window.actions_by_id["brief.copy"].trigger()
    assert "Maria Kos, Buyer" in QGuiApplication.clipboard().text()
