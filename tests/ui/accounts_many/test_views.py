"""Views: saved, renamed, deleted; and the columns that are shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.account_filter import Field
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from tests.ui.accounts_many.world import CTRL, SHIFT, Key, answer, desk, names, tokens, type_in

# -- views -----------------------------------------------------------------------------------------


def sidebar_texts(window: MainWindow) -> list[str]:
    model = window.sidebar.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_view_is_saved_shown_in_tabs_and_sidebar_and_brought_back(page: AccountsPage) -> None:
    type_in(page, "tag: vip ")
    page.save_view()
    answer(page.views.card, "My vips")
    assert page.tabs.tabText(page.tabs.currentIndex()) == "My vips 2"
    assert "My vips" in sidebar_texts(desk(page))
    page.tabs.setCurrentIndex(0)
    assert tokens(page) == []
    key = page.app.store.value("SELECT id FROM saved_view")
    desk(page).sidebar.chosen.emit(f"view:{key}")
    assert tokens(page) == ["tag vip"]
    assert names(page) == ["Ada", "Bea"]
    assert desk(page).sidebar.list.current_id == f"view:{key}"


def test_a_view_is_renamed_moved_changed_and_deleted_by_key(page: AccountsPage) -> None:
    window = desk(page)
    for number in (1, 2):
        type_in(page, "tag: vip " if number == 1 else "owner: ana ")
        page.save_view()
        answer(page.views.card, f"View {number}")
    page.tabs.setFocus()
    QTest.keyClick(page.tabs, Key.Key_F2)
    answer(page.views.card, "Second")
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Second 1"
    QTest.keyClick(page.tabs, Key.Key_Left, CTRL | SHIFT)
    assert sidebar_texts(window)[-2:] == ["Second", "View 1"]
    page.search.remove(0)
    page.save_view()
    answer(page.views.card, "anything", 1)
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Second 3"
    window.sidebar.list.set_current("view:thank")
    window.sidebar.list.setFocus()
    QTest.keyClick(window.sidebar.list, Key.Key_Delete)
    assert "Advocates to thank" not in sidebar_texts(window)
    page.tabs.setFocus()
    QTest.keyClick(page.tabs, Key.Key_Delete)
    assert "Second" not in sidebar_texts(window)
    assert len(names(page)) == 6
    window.undo()
    window.undo()
    assert {"Second", "Advocates to thank"} <= set(sidebar_texts(window))


def test_a_view_cannot_have_the_name_of_another(page: AccountsPage) -> None:
    before = page.app.store.dump()
    page.save_view()
    answer(page.views.card, "advocates")
    assert page.app.store.dump() == before
    assert desk(page).message.is_problem


def test_the_tabs_of_the_program_are_filters_too(page: AccountsPage) -> None:
    page.open_view("advocates")
    assert tokens(page) == ["rating advocate"]
    assert [term.field for term in page.search.terms.terms] == [Field.RATING]
    page.search.remove(0)
    assert page.tabs.currentIndex() == 0


# -- columns ---------------------------------------------------------------------------------------


def test_columns_are_chosen_ordered_and_remembered(app: App, page: AccountsPage) -> None:
    page.choose_columns()
    card = page.card
    assert card is not None
    rows = {card.list.item(row).text(): row for row in range(card.list.count())}
    card.list.item(rows["Owner"]).setCheckState(Qt.CheckState.Checked)
    card.list.item(rows["12 months"]).setCheckState(Qt.CheckState.Unchecked)
    card.list.setCurrentRow(rows["Owner"])
    for _ in range(2):
        QTest.keyClick(card.list, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    card.close()
    shown = page.table.shown_columns()
    assert "strip" not in shown
    assert shown.index("owner") == shown.index("change") - 1
    assert settings.get().account_columns == ",".join(shown)
    cell = page.table.rows.index(0, [column.name for column in page.table.rows.columns].index("owner"))
    assert cell.data() == "Bo Ek"
    page.table.show_columns(["name", "no such column", "tick"])
    assert page.table.shown_columns() == ["name"]
    page.mark_stale()
    assert page.table.shown_columns() == shown
    page.sort_by("owner", True)
    assert names(page)[0] == "Eva"
