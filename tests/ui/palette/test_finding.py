"""What the palette finds, in which order, and what a key does to it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields
from crm_desktop.services import accounts, contacts, history
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.recents import Recents
from tests.ui.palette.world import lines, opened, press
from tests.world import TODAY, add_account


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
