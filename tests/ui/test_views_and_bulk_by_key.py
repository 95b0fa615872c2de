"""Views, ticks and the bulk bar as somebody without a mouse goes through them, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.domain.account_filter import AccountFilter, Field, Term
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import bulk_edit, saved_views
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.widgets.palette import Palette
from tests.world import add_account

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: MainWindow) -> AccountsPage:
    for name in ("Ada", "Bea", "Cid", "Dora"):
        add_account(window.app.store, name)
    saved_views.create(window.app.store, "Mine", AccountFilter((Term(Field.TIER, ("A",)),)))
    window.open_page("accounts")
    page = window.page
    assert isinstance(page, AccountsPage)
    return page


def _at() -> QWidget:
    """Where the next key goes."""
    popup = QApplication.activePopupWidget()
    focused = (popup.focusWidget() or popup) if popup else QApplication.focusWidget()
    assert focused is not None
    return focused


def _press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(_at(), key, held)


def _type(text: str) -> None:
    QTest.keyClicks(_at(), text)


def _tick(page: AccountsPage, count: int) -> None:
    page.table.setFocus()
    for _ in range(count):
        _press(Key.Key_X)
        _press(Key.Key_Down)


def _view_key(window: MainWindow) -> str:
    return f"view:{window.app.store.value('SELECT id FROM saved_view')}"


def test_enter_presses_the_button_that_has_the_focus(page: AccountsPage) -> None:
    page.head.save.setFocus()
    _press(Key.Key_Return)
    assert page.views.card is not None


def test_a_view_renamed_in_the_sidebar_gets_just_what_is_typed(window: MainWindow, page: AccountsPage) -> None:
    window.sidebar.list.setFocus()
    window.sidebar.list.set_current(_view_key(window))
    _press(Key.Key_F2)
    assert page.views.card is not None
    assert page.views.card.field.hasFocus()
    _type("Ours")
    _press(Key.Key_Return)
    assert window.app.store.value("SELECT name FROM saved_view") == "Ours"
    assert window.sidebar.list.hasFocus()
    assert str(window.sidebar.list.currentIndex().data()) == "Ours"


def test_a_view_in_the_sidebar_tells_its_filter_and_its_count_follows(window: MainWindow, page: AccountsPage) -> None:
    model = window.sidebar.list.model()

    def mine() -> tuple[str, str]:
        row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == "Mine")
        roles = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole
        count, told = (str(model.index(row, 0).data(role)) for role in roles)
        return count, told

    assert mine() == ("Mine, 0", "Tier A")
    bulk_edit.set_tier(window.app.store, page.table.rows.ids[:3], Tier.A, "agreed")
    assert mine() == ("Mine, 3", "Tier A")
    window.undo()
    saved_views.change(
        window.app.store, _view_key(window).removeprefix("view:"), AccountFilter((Term(Field.TIER, ("B", "C")),))
    )
    assert mine()[1] == "Tier B or C"


def test_coming_back_to_the_accounts_marks_the_view_they_show(window: MainWindow, page: AccountsPage) -> None:
    page.open_view(_view_key(window).removeprefix("view:"))
    window.open_page("today")
    window.open_page("accounts")
    assert window.sidebar.list.current_id == _view_key(window)
    page.open_view(saved_views.ALL)
    window.open_page("today")
    window.open_page("accounts")
    assert window.sidebar.list.current_id == "accounts"


@pytest.mark.parametrize("action", ["archive", "delete"])
def test_when_the_ticked_rows_are_gone_the_keyboard_is_in_the_list(page: AccountsPage, action: str) -> None:
    _tick(page, 2)
    if action == "archive":
        page.bar.buttons["archive"].setFocus()
        _press(Key.Key_Space)
    else:
        _press(Key.Key_Delete)
    assert not page.bar.isVisible()
    assert page.table.hasFocus()


def test_the_tier_of_many_is_set_by_its_letter(page: AccountsPage) -> None:
    _tick(page, 2)
    page.bar.buttons["tier"].setFocus()
    _press(Key.Key_Return)
    _press(Key.Key_B)
    _press(Key.Key_Tab)
    _type("agreed by all")
    _press(Key.Key_Return)
    assert page.app.store.rows("SELECT name, tier, tier_reason FROM account WHERE tier <> '' ORDER BY name") == [
        ("Ada", "B", "agreed by all"),
        ("Bea", "B", "agreed by all"),
    ]


def test_the_arrows_choose_a_tier_as_soon_as_the_card_is_open(page: AccountsPage) -> None:
    _tick(page, 1)
    page.ticked.act("tier")
    _press(Key.Key_Left)
    _press(Key.Key_Tab)
    _type("small")
    _press(Key.Key_Return)
    assert page.app.store.value("SELECT tier FROM account WHERE name = 'Ada'") == "C"


def _do(window: MainWindow, text: str) -> None:
    """By the palette."""
    _press(Key.Key_K, CTRL)
    _type(text)
    _press(Key.Key_Return)
    assert not any(palette.isVisible() for palette in window.findChildren(Palette))


def test_what_this_page_can_do_stands_in_the_palette(window: MainWindow, page: AccountsPage) -> None:
    _do(window, "save view")
    assert page.views.card is not None
    page.views.card.close()
    _tick(page, 2)
    _do(window, "archive")
    assert page.app.store.value("SELECT count(*) FROM account WHERE archived") == 2


def test_the_palette_offers_nothing_for_ticked_rows_where_none_is(window: MainWindow, page: AccountsPage) -> None:
    assert [each.text for each in page.commands() if each.id.startswith("bulk.") and each.enabled()] == []
    _tick(page, 1)
    assert len([each for each in page.commands() if each.id.startswith("bulk.") and each.enabled()]) == len(
        page.bar.buttons
    )


# -- one line for many ---------------------------------------------------------------------------


def _logged(page: AccountsPage) -> list[tuple[object, ...]]:
    return page.app.store.rows(
        """SELECT a.name, i.kind, i.subject FROM interaction i JOIN account a ON a.id = i.account_id ORDER BY a.name"""
    )


def test_one_line_is_logged_with_all_that_are_ticked(window: MainWindow, page: AccountsPage) -> None:
    before = page.app.store.dump()
    _tick(page, 2)
    page.bar.buttons["log"].setFocus()
    _press(Key.Key_Return)
    _type("email about new prices >fri")
    assert page.ticked.questions.card is not None
    assert "Email" in page.ticked.questions.told
    assert "new prices" in page.ticked.questions.told
    _press(Key.Key_Return)
    assert _logged(page) == [("Ada", "email", "new prices"), ("Bea", "email", "new prices")]
    assert page.app.store.value("SELECT count(*) FROM follow_up") == 2
    assert "Email with 2 accounts saved." in window.message.text
    window.undo()
    assert page.app.store.dump() == before


def test_l_means_the_ticked_rows_where_some_are(page: AccountsPage) -> None:
    _tick(page, 2)
    _press(Key.Key_L)
    _type("they are moving")
    _press(Key.Key_Return)
    assert _logged(page) == [("Ada", "note", "they are moving"), ("Bea", "note", "they are moving")]


def test_a_rating_in_the_line_is_refused_before_it_is_saved(page: AccountsPage) -> None:
    _tick(page, 2)
    page.ticked.act("log")
    _type("call 4/10")
    _press(Key.Key_Return)
    assert page.ticked.questions.card is not None
    assert "rating" in page.ticked.questions.told
    assert _logged(page) == []
    _press(Key.Key_Escape)
    assert page.ticked.questions.card is None


def test_escape_keeps_the_line_for_the_next_time(page: AccountsPage) -> None:
    _tick(page, 2)
    page.ticked.act("log")
    _type("they are moving")
    _press(Key.Key_Escape)
    page.ticked.act("log")
    assert "they are moving" in page.ticked.questions.told
    _press(Key.Key_Return)
    assert _logged(page) == [("Ada", "note", "they are moving"), ("Bea", "note", "they are moving")]
    page.ticked.act("log")
    assert page.ticked.questions.card is not None
    assert page.ticked.questions.card.field.text() == ""


@pytest.mark.parametrize("width", [640, 860, 940, 1000, 1100, 1300, 1600])
def test_no_word_of_the_bar_is_cut_at_any_width(window: MainWindow, page: AccountsPage, width: int) -> None:
    window.resize(width, 700)
    _tick(page, 2)
    QApplication.processEvents()
    for button in (*page.bar.buttons.values(), page.bar.clear):
        assert button.width() >= button.sizeHint().width(), button.label
    assert page.bar.clear.geometry().right() <= page.bar.width()


def test_when_no_row_is_left_the_keyboard_is_at_what_can_be_done_then(page: AccountsPage) -> None:
    page.table.setFocus()
    _press(Key.Key_A, CTRL)
    page.bar.buttons["archive"].setFocus()
    _press(Key.Key_Return)
    assert not page.table.isVisible()
    assert page.empty.isAncestorOf(_at())
    _press(Key.Key_Z, CTRL)
    assert page.table.hasFocus()
    assert page.table.picked_count == 4
