"""The card of the palette: its size, its scroll bar, the keyboard, and what it says aloud."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from tests.ui.palette.world import opened, press
from tests.world import add_account


def test_escape_gives_the_keyboard_back(book: dict[str, int], window: MainWindow) -> None:
    window.activateWindow()
    window.page.setFocus()
    before = QApplication.focusWidget()
    palette = opened(window, "kov")
    press(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is before


def test_the_button_in_the_sidebar_opens_it(book: dict[str, int], window: MainWindow) -> None:
    assert window.sidebar.find_button.isVisible()
    window.sidebar.find_button.click()
    assert window.overlays.palette is not None
    assert window.overlays.palette.isVisible()


def test_names_are_shown_as_they_stand(book: dict[str, int], window: MainWindow, app: App) -> None:
    add_account(app.store, "<b>Bold</b> & Co")
    palette = opened(window, "bold")
    (row,) = [row for row in palette.list.rows if row.tier]
    assert row.title == "<b>Bold</b> & Co"
    palette.grab()


@pytest.mark.parametrize(("width", "height"), [(640, 360), (1366, 768)])
def test_it_fits_every_window(book: dict[str, int], window: MainWindow, width: int, height: int) -> None:
    window.resize(width, height)
    palette = opened(window, "s")
    card = palette.card.geometry()
    assert window.rect().contains(card)
    assert palette.foot.geometry().bottom() <= card.height()
    assert palette.field.font().weight() == QFont.Weight.Normal


def test_the_scroll_bar_is_dragged_with_the_mouse(book: dict[str, int], window: MainWindow) -> None:
    palette = opened(window, ">")
    view, bar = palette.list.viewport(), palette.list.verticalScrollBar()
    right = view.width() - 3
    assert bar.maximum() > 0
    seen = view.height() * view.height() / (bar.maximum() + view.height())
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(right, 20))
    assert bar.value() == 0  # taken hold of where it lies
    QTest.mouseMove(view, QPoint(right, 20 + round((view.height() - seen) / 2)))
    assert bar.value() == pytest.approx(bar.maximum() / 2, abs=3)
    QTest.mouseMove(view, QPoint(right, 4 * view.height()))
    assert bar.value() == bar.maximum()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(right, view.height() - 5))
    # It was let go: nothing was chosen, the mouse no longer moves the lines, and the keyboard is in the field.
    QTest.mouseMove(view, QPoint(200, 100))
    assert bar.value() == bar.maximum()
    assert palette.isVisible()
    assert palette.field.hasFocus()
    # Beside the handle it comes to the mouse.
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(right, 2))
    assert bar.value() == 0


def test_it_stays_as_high_as_it_opened(book: dict[str, int], window: MainWindow) -> None:
    """With every letter that made it higher or lower the page below would be painted anew."""
    palette = opened(window)
    before = palette.card.geometry()
    for letter in "kovac zzz":
        QTest.keyClicks(palette.field, letter)
        assert palette.card.geometry() == before


def test_a_letter_paints_nothing_of_the_page_below(book: dict[str, int], window: MainWindow) -> None:
    palette = opened(window, "k")
    QTest.qWait(1)

    class Below(QObject):
        painted: list[str]

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and not palette.isAncestorOf(watched):
                self.painted.append(type(watched).__name__)
            return False

    below = Below(window)
    below.painted = []
    QApplication.instance().installEventFilter(below)  # type: ignore[union-attr]
    try:
        for letter in "ovx":
            QTest.keyClicks(palette.field, letter)
            QApplication.processEvents()
    finally:
        QApplication.instance().removeEventFilter(below)  # type: ignore[union-attr]
    assert below.painted == []


def test_the_list_speaks(book: dict[str, int], window: MainWindow) -> None:
    palette = opened(window, "kov")
    index = palette.list.currentIndex()
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Kovač Mizarstvo, account, tier A, silent for 80 days"
