"""The palette as a person uses it: open, type, look, press Enter; the keyboard never leaves the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import ContactFields
from crm_desktop.services import accounts, attention, contacts, history, quick_log, talk_index
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.recents import Recents
from crm_desktop.ui.tasks import WorkerTasks
from crm_desktop.ui.widgets.palette import Palette
from tests.ui.conftest import TODAY
from tests.world import add_account, business, buy


@pytest.fixture
def book(app: App) -> dict[str, int]:
    """Thirty calm accounts and three with names, the first of them silent for eighty days.

    Before the window, which would follow every step of it.
    """
    business(app.store)
    ids = {name: add_account(app.store, name) for name in ("Kovač Mizarstvo", "Коваленко і син", "Larkfield Dairy")}
    buy(app.store, ids["Kovač Mizarstvo"], range(80, 500, 10), amount=50_000)
    contacts.add(app.store, ids["Larkfield Dairy"], ContactFields(name="Janez Kovač", phone="+386 41 555 207"))
    quick_log.save(app.store, quick_log.Entry(account=ids["Larkfield Dairy"], subject="ask Kovač about beech"), TODAY)
    attention.today_list(app.store, TODAY)
    return ids


def opened(window: MainWindow, text: str = "") -> Palette:
    """The palette with something typed."""
    window.activateWindow()
    window.actions_by_id["palette"].trigger()
    palette = window.overlays.palette
    assert palette is not None
    assert palette.field.hasFocus()
    QTest.keyClicks(palette.field, text)
    return palette


def lines(palette: Palette) -> list[str]:
    """What stands in it; heads of groups in brackets."""
    return [row.title if row.run else f"[{row.title}]" for row in palette.list.rows]


def press(palette: Palette, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(palette.field, key)


def test_groups_in_their_order(book: dict[str, int], window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    palette = opened(window, "kov")
    qtbot.waitUntil(lambda: "[Found in notes]" in lines(palette))
    assert lines(palette) == [
        "[Accounts]",
        "Kovač Mizarstvo",
        "Коваленко і син",
        "[People]",
        "Janez Kovač",
        "[Do]",
        "Log with Kovač Mizarstvo",
        "Add follow-up for Kovač Mizarstvo",
        "[Found in notes]",
        "“ask Kovač about beech”",
    ]
    details = {row.title: row.detail for row in palette.list.rows}
    assert details["Kovač Mizarstvo"] == "silent for 80 days"
    assert details["Janez Kovač"] == "Larkfield Dairy · +386 41 555 207"
    assert details["“ask Kovač about beech”"] == "20 Nov 2026, Larkfield Dairy"
    row = palette.list.rows[-1]
    assert [row.title[start:end] for start, end in row.marks] == ["Kov"]
    assert palette.list.rows[6].key == "Ctrl L"
    assert palette.foot.counts.text() == "33 accounts, 1 person"


def test_what_has_changed_meanwhile_is_found_as_it_is(book: dict[str, int], window: MainWindow, app: App) -> None:
    """The words of all accounts stay in memory from one time to the next."""
    palette = opened(window, "larkf")
    read = window.words.now
    assert read is not None
    assert lines(palette)[1] == "Larkfield Dairy"
    palette.close_card()
    dairy = accounts.get(app.store, book["Larkfield Dairy"])
    accounts.change(app.store, dairy.id, replace(dairy, name="Larkfield Creamery"))
    larkfuels = add_account(app.store, "Larkfuels")
    contacts.add(app.store, larkfuels, ContactFields(name="Larkfern Reed"))
    assert lines(opened(window, "larkf"))[:6] == [
        "[Accounts]", "Larkfield Creamery", "Larkfuels", "[People]", "Larkfern Reed", "[Do]"
    ]  # fmt: skip
    app.store.undo()
    assert lines(opened(window, "larkfern")) == ["Nothing called “larkfern”. Add it?"]
    # Only those that were touched have been read again.
    assert window.words.now is not None
    assert window.words.now is not read
    assert window.words.now.whole is read.whole


def test_enter_opens_and_the_arrows_choose(book: dict[str, int], window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    palette = opened(window, "kov")
    press(palette, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.page.title == "Коваленко і син"
    palette = opened(window, "kov")
    qtbot.waitUntil(lambda: "[Found in notes]" in lines(palette))
    press(palette, Qt.Key.Key_Up)
    current = palette.list.current()
    assert current is not None
    assert current.title == "“ask Kovač about beech”"
    press(palette, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return)
    # The person: their account.
    assert window.page.title == "Larkfield Dairy"


def test_the_key_on_a_line_does_it(book: dict[str, int], window: MainWindow, app: App) -> None:
    palette = opened(window, "kovac m")
    QTest.keyClick(palette.field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not palette.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "no answer >tue")
    QTest.keyClick(focus, Qt.Key.Key_Return)
    (line,) = [e for e in history.timeline(app.store, book["Kovač Mizarstvo"], until=TODAY) if e.title == "no answer"]
    assert line.day == TODAY


def test_nothing_called_so_can_be_added(book: dict[str, int], window: MainWindow, app: App) -> None:
    palette = opened(window, "kovx")
    assert lines(palette) == ["Nothing called “kovx”. Add it?"]
    press(palette, Qt.Key.Key_Return)
    assert accounts.by_name(app.store, "kovx") is not None
    assert window.page.title == "kovx"
    assert window.message.text == "kovx added."
    window.undo()
    assert accounts.by_name(app.store, "kovx") is None


def test_with_a_slip_the_nearest_stands_first_and_adding_last(book: dict[str, int], window: MainWindow) -> None:
    palette = opened(window, "kvoac")
    assert lines(palette)[:2] == ["[Accounts]", "Kovač Mizarstvo"]
    assert lines(palette)[-1] == "Nothing called “kvoac”. Add it?"
    current = palette.list.current()
    assert current is not None
    assert current.title == "Kovač Mizarstvo"


def test_commands_alone(book: dict[str, int], window: MainWindow) -> None:
    palette = opened(window, ">")
    assert len(palette.list.rows) > 20
    assert not palette.head.hint.isVisible()
    QTest.keyClicks(palette.field, "imp")
    assert lines(palette) == ["[Do]", "Import"]
    press(palette, Qt.Key.Key_Return)
    assert window.page.title == "Import"
    palette = opened(window, ">zzzz")
    assert lines(palette) == ["[No command is called “zzzz”.]"]
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_command_is_found_with_a_slip_and_by_any_word(book: dict[str, int], window: MainWindow) -> None:
    palette = opened(window, "text lar")
    assert "Larger text" in lines(palette)
    palette.field.clear()
    QTest.keyClicks(palette.field, "imprt")
    assert "Import" in lines(palette)


def test_what_cannot_be_done_now_is_not_offered(book: dict[str, int], window: MainWindow) -> None:
    palette = opened(window, ">")
    assert "Redo" not in lines(palette)
    assert "Undo" in lines(palette)


def test_before_typing_what_was_used_last(book: dict[str, int], window: MainWindow, app: App) -> None:
    window.open_account(book["Larkfield Dairy"])
    window.open_account(book["Kovač Mizarstvo"])
    window.actions_by_id["text.normal"].trigger()
    palette = opened(window)
    assert lines(palette)[:5] == ["[Opened last]", "Kovač Mizarstvo", "Larkfield Dairy", "[Do]", "Normal text size"]
    palette.close_card()
    # The next start knows them, another workspace does not.
    assert Recents(app.store.path).accounts == [book["Kovač Mizarstvo"], book["Larkfield Dairy"]]
    assert Recents(app.store.path.with_name("other.crm")).accounts == []
    accounts.delete(app.store, book["Kovač Mizarstvo"])
    palette = opened(window)
    assert "Kovač Mizarstvo" not in lines(palette)


def test_a_broken_file_of_recents_is_none(app: App) -> None:
    recents = Recents(app.store.path)
    recents.note_account(7)
    recents.write()
    for content in ("", "{", "[]", '{"accounts": 3, "commands": []}', '{"accounts": ["x"], "commands": []}'):
        recents._file().write_text(content, encoding="utf-8")
        assert Recents(app.store.path).accounts == []


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


def test_notes_that_come_later_stand_above_the_offer_to_add(
    book: dict[str, int],
    window: MainWindow,
    app: App,
    qtbot,  # type: ignore[no-untyped-def]
) -> None:
    quick_log.save(app.store, quick_log.Entry(account=book["Larkfield Dairy"], subject="iovac was misspelt"), TODAY)
    palette = opened(window, "iovac")
    offer = "Nothing called “iovac”. Add it?"
    assert lines(palette)[1] == "Kovač Mizarstvo"
    assert lines(palette)[-1] == offer
    qtbot.waitUntil(lambda: "[Found in notes]" in lines(palette))
    assert lines(palette)[-2:] == ["“iovac was misspelt”", offer]
    current = palette.list.current()
    assert current is not None
    assert current.title == "Kovač Mizarstvo"


def test_the_list_speaks(book: dict[str, int], window: MainWindow) -> None:
    palette = opened(window, "kov")
    index = palette.list.currentIndex()
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Kovač Mizarstvo, account, tier A, silent for 80 days"


@pytest.fixture
def working_window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """The window as it really runs: its work on the worker thread."""
    app = open_workspace(tmp_path / "real.crm", today=TODAY, create=True)
    add_account(app.store, "Acme")
    window = MainWindow(app, WorkerTasks(close_thread=app.store.close))
    window.resize(1366, 768)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_enter_before_the_answer_waits_for_it(working_window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    palette = opened(working_window, "acm")
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: working_window.page.title == "Acme", timeout=10_000)
    assert not palette.isVisible()


def test_enter_before_the_answer_never_adds(working_window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    palette = opened(working_window, "zzz")
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines(palette) == ["Nothing called “zzz”. Add it?"], timeout=10_000)
    assert palette.isVisible()
    assert accounts.count(working_window.app.store) == 1


def test_what_was_said_is_read_in_the_background(working_window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    store = working_window.app.store
    acme = accounts.by_name(store, "Acme")
    quick_log.save(store, quick_log.Entry(account=acme, subject="beech samples"), TODAY)
    working_window.overlays.reader._timer.start(0)
    qtbot.waitUntil(lambda: bool(talk_index.said(store, ["beech"], 1)), timeout=10_000)
