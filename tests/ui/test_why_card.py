"""The why card: what it says, and that the keyboard goes on working around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.app import App
from crm_desktop.domain.signals import SignalKind
from crm_desktop.services import accounts, attention, corrections, told_wording
from crm_desktop.services.attention import Section
from crm_desktop.ui.pages.today import TodayPage
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.correction_row import CorrectionRow
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.large_strip import LargeStrip
from crm_desktop.ui.widgets.message import Message
from crm_desktop.ui.widgets.why_card import STRIP_WIDTH, WhyCard
from crm_desktop.ui.widgets.why_line import WhyLine
from tests.ui.today_world import add_book, add_late, press, window_of, window_on_today
from tests.world import TODAY

Key = Qt.Key


@pytest.fixture
def page(app: App, qapp: QApplication) -> Iterator[TodayPage]:
    """Today with four late accounts, Acme Fasteners first."""
    add_late(app)
    with window_on_today(app, qapp) as shown:
        yield shown


def opened(page: TodayPage) -> WhyCard:
    press(page.list, Key.Key_Space)
    assert page.cards.why is not None
    return page.cards.why


def texts(card: WhyCard) -> list[str]:
    return [label.text() for label in card.findChildren(PlainLabel)]


def test_it_tells_the_evidence_how_sure_and_what_is_at_stake(page: TodayPage) -> None:
    said = texts(opened(page))
    assert said[:2] == ["Why Acme Fasteners is here", "Space to close"]
    assert "70 days since the last order" in said
    assert any(text.startswith("Their usual gap is 12 days.") for text in said)
    assert "Somebody rated us 4 on 6 Nov, before that 8" in said
    assert "They wrote: “pallet came nine days late”." in said
    assert any(text.endswith("from 28 orders") for text in said)
    assert any(text.startswith("Happens about once in ") for text in said)
    assert any(text.endswith(", their last 12 months") for text in said)


def test_a_screen_reader_gets_all_of_it(page: TodayPage) -> None:
    card = opened(page)
    assert card.accessibleName() == "Why Acme Fasteners is here"
    assert "70 days since the last order" in card.accessibleDescription()
    assert "At stake: €" in card.accessibleDescription()


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Escape])
def test_space_and_escape_close_it_and_the_list_has_the_keys_again(page: TodayPage, key: Qt.Key) -> None:
    press(opened(page), key)
    assert page.cards.why is None
    assert page.list.hasFocus()
    assert page.list.current_account() is not None


def test_any_other_key_goes_on_to_the_list(page: TodayPage) -> None:
    press(opened(page), Key.Key_Down)
    assert page.cards.why is None
    assert page.list.currentIndex().data() == "Kovač Mizarstvo"
    press(opened(page), Key.Key_D)
    assert page.list.currentIndex().data() == "Αφοί Παπαδάκη"
    assert page.list.items.row_of(_id_of(page, "Kovač Mizarstvo")) == -1


def _id_of(page: TodayPage, name: str) -> int:
    account = accounts.by_name(page.app.store, name)
    assert account is not None
    return account


def test_the_strip_is_410_wide_and_the_card_stands_under_the_row(page: TodayPage) -> None:
    card = opened(page)
    theme = current_theme()
    assert card.body.width() == theme.px(STRIP_WIDTH) + 2 * theme.px(20)
    row = page.list.place_of(_id_of(page, "Acme Fasteners"))
    assert _top_of(card) == row.bottom() + 1


def _top_of(card: WhyCard) -> int:
    return card.body.mapToGlobal(QPoint(0, 0)).y()


def test_near_the_bottom_it_flips_above(page: TodayPage) -> None:
    screen = page.screen().availableGeometry()
    card = WhyCard(window_of(page), _id_of(page, "Acme Fasteners"), page.list)
    anchor = QRect(screen.left() + 100, screen.bottom() - 70, 400, 64)
    card.open_under(anchor)
    assert card.isVisible()
    assert _top_of(card) + card.body.height() <= anchor.top() + 1
    card.close()


def test_an_account_on_its_rhythm_has_a_sentence_and_no_verdict(app: App, page: TodayPage) -> None:
    card = WhyCard(window_of(page), _id_of(page, "Steady 05"), page.list)
    card.open_under(QRect(100, 100, 10, 10))
    said = texts(card)
    assert said[0] == "Steady 05"
    assert said[2].startswith("Usually orders every 14 days.")
    assert "At stake" not in said
    card.close()


def test_names_and_comments_are_text_and_never_markup(app: App, page: TodayPage) -> None:
    account = add_book(app, [("<b>Bold</b> & Co", range(70, 400, 12), 50_000)])["<b>Bold</b> & Co"]
    card = WhyCard(window_of(page), account, page.list)
    card.open_under(QRect(100, 100, 10, 10))
    labels = card.findChildren(PlainLabel)
    assert labels[0].text() == "Why <b>Bold</b> & Co is here"
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    card.close()


def test_an_account_that_is_gone_opens_nothing(app: App, page: TodayPage) -> None:
    account = _id_of(page, "Steady 05")
    accounts.delete(app.store, account)
    card = WhyCard(window_of(page), account, page.list)
    card.open_under(QRect(100, 100, 10, 10))
    assert not card.isVisible()


# -- telling the detector ------------------------------------------------------------------------


def _row_of(card: WhyCard) -> CorrectionRow:
    found = card.findChild(CorrectionRow)
    assert found is not None
    return found


def _listed(page: TodayPage) -> list[str]:
    listed = attention.today_list(page.app.store, TODAY)
    return [row.name for row in listed.section(Section.TODAY)]


def _said(page: TodayPage, name: str) -> list[str]:
    return [told_wording.told(c) for c in corrections.of_account(page.app.store, _id_of(page, name), TODAY)]


def test_it_asks_whether_they_are_not_slipping(page: TodayPage) -> None:
    card = opened(page)
    assert "Not slipping?" in texts(card)
    row = _row_of(card)
    # Silent since the end of September: most of it in autumn.
    assert [b.label for b in (row.pause, row.rhythm, row.other)] == ["They pause in autumn", "New rhythm", "Other…"]
    assert "September to November" in row.pause.toolTip()


def test_a_pause_that_was_told_is_not_offered_again(page: TodayPage) -> None:
    corrections.pauses(page.app.store, _id_of(page, "Acme Fasteners"), 9, 11, TODAY)
    card = WhyCard(window_of(page), _id_of(page, "Acme Fasteners"), page.list)
    card.open_under(QRect(100, 100, 10, 10))
    row = _row_of(card)
    assert not row.pause.isVisibleTo(row)
    assert row.rhythm.isVisibleTo(row)


def test_with_the_keyboard_alone_they_pause(page: TodayPage) -> None:
    card = opened(page)
    press(card, Key.Key_Tab)
    focused = card.focusWidget()
    assert focused is _row_of(card).pause
    press(focused, Key.Key_Return)
    assert page.cards.why is None
    assert _said(page, "Acme Fasteners") == ["You said: they pause September to November."]
    # The bad rating stays what it is.
    assert _kinds(page, "Acme Fasteners") == [SignalKind.LOW_RATING]
    message = window_of(page).findChild(Message)
    assert message is not None
    assert message.isVisible()
    page.app.store.undo()
    assert SignalKind.SILENT in _kinds(page, "Acme Fasteners")


def _kinds(page: TodayPage, name: str) -> list[SignalKind]:
    row = attention.account_row(page.app.store, _id_of(page, name), TODAY)
    assert row is not None
    return [signal.kind for signal in row.signals]


def test_space_presses_the_button_that_has_the_keyboard(page: TodayPage) -> None:
    card = opened(page)
    press(card, Key.Key_Tab, Key.Key_Tab)
    focused = card.focusWidget()
    assert focused is _row_of(card).rhythm
    press(focused, Key.Key_Space)
    assert page.cards.why is None
    assert page.list.hasFocus()
    assert _said(page, "Acme Fasteners") == ["You said: a new rhythm from 11 Sep 2026."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ask again in a week", "You said: not slipping, ask again on 27 Nov 2026."),
        ("Ask again in a month", "You said: not slipping, ask again on 20 Dec 2026."),
        ("Ask again in three months", "You said: not slipping, ask again on 20 Feb 2027."),
        ("Not a customer any more", "You said on 20 Nov 2026: not a customer any more."),
    ],
)
def test_other_things_to_tell_stand_in_a_menu(page: TodayPage, text: str, said: str) -> None:
    menu = _row_of(opened(page)).menu()
    next(action for action in menu.actions() if action.text() == text).trigger()
    assert page.cards.why is None
    assert _said(page, "Acme Fasteners") == [said]
    assert "Acme Fasteners" not in _listed(page)


def test_any_months_can_be_chosen(page: TodayPage) -> None:
    menu = _row_of(opened(page)).menu()
    months = next(action.menu() for action in menu.actions() if action.text() == "They pause from")
    assert isinstance(months, QMenu)
    december = months.actions()[11].menu()
    assert isinstance(december, QMenu)
    assert [action.text() for action in december.actions()][:3] == ["only December", "to January", "to February"]
    december.actions()[1].trigger()
    assert _said(page, "Acme Fasteners") == ["You said: they pause December to January."]


def test_a_day_can_be_asked_for(page: TodayPage) -> None:
    card = opened(page)
    _row_of(card).calm_asked.emit(None)
    assert page.cards.why is None
    day_card = page.list.findChild(DayCard)
    assert day_card is not None
    press(day_card, Key.Key_1)
    assert _said(page, "Acme Fasteners") == ["You said: not slipping, ask again on 21 Nov 2026."]
    assert page.list.hasFocus()


def test_what_was_told_is_shown_and_can_be_taken_back(page: TodayPage) -> None:
    account = _id_of(page, "Acme Fasteners")
    corrections.left(page.app.store, account, TODAY)
    card = WhyCard(window_of(page), account, page.list)
    card.open_under(QRect(100, 100, 10, 10))
    lines = card.findChildren(WhyLine)
    assert [line.text for line in lines] == ["You said on 20 Nov 2026: not a customer any more."]
    assert "not a customer any more" in card.accessibleDescription()
    assert card.findChild(CorrectionRow) is None
    lines[0].link.click()
    assert _said(page, "Acme Fasteners") == []
    assert "Acme Fasteners" in _listed(page)


def test_an_account_on_its_rhythm_has_nothing_to_correct(page: TodayPage) -> None:
    card = WhyCard(window_of(page), _id_of(page, "Steady 05"), page.list)
    card.open_under(QRect(100, 100, 10, 10))
    assert card.findChild(CorrectionRow) is None
    card.close()


def test_the_row_breaks_where_it_has_no_room(page: TodayPage) -> None:
    row = attention.account_row(page.app.store, _id_of(page, "Acme Fasteners"), TODAY)
    assert row is not None
    room = current_theme().px(STRIP_WIDTH)
    wide, narrow = CorrectionRow(row, TODAY, room=room), CorrectionRow(row, TODAY, room=room // 2)
    assert wide.sizeHint().width() <= room
    assert narrow.sizeHint().height() > 2 * wide.sizeHint().height()
    assert narrow.sizeHint().width() <= room // 2


def test_on_a_low_screen_the_proof_scrolls_and_the_buttons_stay_in_reach(page: TodayPage) -> None:
    corrections.pauses(page.app.store, _id_of(page, "Acme Fasteners"), 1, 2, TODAY)
    corrections.pauses(page.app.store, _id_of(page, "Acme Fasteners"), 7, 8, TODAY)
    look().choose(text_scale=2.0)
    try:
        card = opened(page)
        screen = page.screen().availableGeometry()
        assert card.visible_card().height() <= screen.height()
        other = _row_of(card).other
        assert other.mapToGlobal(QPoint(0, other.height())).y() <= screen.bottom()
        strip = card.findChild(LargeStrip)
        assert strip is not None
        assert strip.height() == strip.sizeHint().height()
        before = strip.mapToGlobal(QPoint(0, 0)).y()
        press(card, Key.Key_PageDown)
        assert strip.mapToGlobal(QPoint(0, 0)).y() < before
        card.close()
    finally:
        look().choose(text_scale=1.0)
