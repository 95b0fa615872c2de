"""Filter and order of the list, narrow windows, and very many rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.entities import FollowUpFields
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts, attention, follow_ups, preferences, snoozes
from crm_desktop.services.attention import Section
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.attention_model import Order
from tests.ui.today.world import Key, Opener, action_called, selected, shown
from tests.ui.today_world import STEADY, add_book, press, window_of
from tests.world import TODAY

# -- filter, order, width ------------------------------------------------------------------------


def test_filter_by_tier_from_its_menu(app: App, late: dict[str, int], opened: Opener) -> None:
    accounts.set_tier(app.store, late["Kovač Mizarstvo"], Tier.C, "pays late")
    page = opened()
    action_called(page.head.tier_menu(), "Tier C").trigger()
    assert shown(page) == ["Kovač Mizarstvo"]
    assert page.head.tiers.label == "Tier C"
    action_called(page.head.tier_menu(), "Tier B").trigger()
    assert page.empty.title.text() == "No account of tier B needs you"
    QTest.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    assert shown(page)[:4] == list(late)


def test_order_by_silence_keeps_the_selected_account(app: App, late: dict[str, int], opened: Opener) -> None:
    add_book(app, [("Slow One", range(150, 900, 30), 10_000)])
    page = opened()
    action_called(page.head.order_menu(), "Longest silent").trigger()
    assert page.list.items.order == Order.SILENT
    assert shown(page)[0] == "Slow One"
    assert selected(page) == "Acme Fasteners"


def test_compact_rows_are_chosen_in_the_menu_and_kept(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    action_called(page.head.order_menu(), "Compact rows").trigger()
    assert page.list.visualRect(page.list.items.index(1)).height() == theme.current_theme().px(36)
    assert settings.get().compact_rows
    assert "Everything else is ranked and can wait." in page.list.items.section_note(Section.TODAY)


@pytest.mark.parametrize(("width", "height"), [(1366, 64), (1000, 64), (700, 80)])
def test_rows_follow_the_width_of_the_window(late: dict[str, int], opened: Opener, width: int, height: int) -> None:
    page = opened()
    page.window().resize(width, 600)
    QApplication.processEvents()
    assert page.list.visualRect(page.list.items.index(1)).height() == theme.current_theme().px(height)


def test_a_narrow_window_turns_the_pane_into_a_tab(app: App, late: dict[str, int], opened: Opener) -> None:
    follow_ups.add(app.store, FollowUpFields(account=late["Acme Fasteners"], what="Send prices", due=TODAY))
    page = opened()
    assert page.due.isVisible()
    assert not page.head.tabs.isVisible()
    page.window().resize(1000, 700)
    assert not page.due.isVisible()
    assert page.head.tabs.tabText(1) == "Due 1"
    page.head.tabs.setCurrentIndex(1)
    assert page.due.isVisible()
    assert not page.list.isVisible()
    page.window().resize(1366, 768)
    assert page.due.isVisible()
    assert page.list.isVisible()


def test_narrow_windows_drop_advocates_then_satisfied(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    summary = page.head.summary
    visible = []
    for width in (900, 520, 330):
        summary.resize(width, summary.height())
        visible.append({name for name, figure in summary.figures.items() if figure.isVisible()})
    assert visible[0] == {"satisfied", "advocates", "at_risk", "walk_away"}
    assert visible[1] == {"satisfied", "at_risk", "walk_away"}
    assert visible[2] == {"at_risk", "walk_away"}


# -- many ----------------------------------------------------------------------------------------


def test_no_column_moves_and_no_word_is_cut_when_the_scroll_bar_comes(app: App, opened: Opener) -> None:
    add_book(app, [*STEADY, *((f"Late {n:02}", range(70, 400, 12), 9_000 + n) for n in range(40))])
    page = opened()

    def first_rows() -> QImage:
        return page.list.viewport().grab(QRect(0, 40, page.list.width() - 12, 400)).toImage()

    before = first_rows()
    assert not page.list.verticalScrollBar().isVisible()
    page.list.items.fold(Section.WEEK, False)
    QApplication.processEvents()
    assert page.list.verticalScrollBar().isVisible()
    assert first_rows() == before


def test_512_late_accounts_open_calmly(app: App, opened: Opener) -> None:
    late = [(f"Late {n:03}", range(70 + n % 9, 300, 12 + n % 5), 10_000 + n) for n in range(512)]
    add_book(app, [*STEADY, *late])
    attention.today_list(app.store, TODAY)
    page = opened()
    assert len(shown(page)) == preferences.get(app.store).day_size
    page.list.items.fold(Section.WEEK, False)
    page.list.show_list(attention.today_list(app.store, TODAY))
    page.list.viewport().grab()
    assert page.list.items.rowCount() > 250
    # What is not read is not passed over in silence.
    last = next(row for row in reversed(range(page.list.items.rowCount())) if page.list.items.item(row).kind == "rest")
    assert page.list.items.index(last).data() == "These are the first 300. Go to all accounts"
    page.list.setCurrentIndex(page.list.items.index(last))
    press(page.list, Key.Key_Return)
    assert window_of(page).page.title == "Accounts"


def test_what_is_folded_is_read_when_it_is_asked_for(app: App, opened: Opener) -> None:
    """Unfolded, in another order, or exported: every account of the week is there."""
    late = [(f"Late {n:02}", range(70 + n % 9, 300, 12 + n % 5), 10_000 + n) for n in range(33)]
    add_book(app, [*STEADY, *late])
    preferences.change(app.store, day_size=3)
    page = opened()
    listing = page.listing()
    assert listing is not None
    in_all = len(attention.today_list(app.store, TODAY).rows)
    assert listing().size == in_all >= 30
    assert page.list.items.section_note(Section.WEEK).startswith("30 more")
    assert sum(len(rows) for rows in page.list.items.rows.values()) < 30
    page.list.items.fold(Section.WEEK, False)
    assert len(shown(page)) == 33
    page = opened()
    page.head.chosen.emit(None, Order.SILENT)
    assert sum(len(rows) for rows in page.list.items.rows.values()) == in_all


def test_a_row_gone_meanwhile_is_not_acted_on(app: App, late: dict[str, int], opened: Opener) -> None:
    page = opened()
    snoozes.snooze(app.store, late["Acme Fasteners"], today=TODAY, until=TODAY + timedelta(days=7))
    assert "Acme Fasteners" not in shown(page)
    before = app.store.dump()
    page.list.done_asked.emit(late["Acme Fasteners"])
    page.list.why_asked.emit(late["Acme Fasteners"])
    assert app.store.dump() == before
