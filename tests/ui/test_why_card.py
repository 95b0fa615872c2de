"""The why card: what it says, and that the keyboard goes on working around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.services import accounts
from crm_desktop.ui.pages.today import TodayPage
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.why_card import STRIP_WIDTH, WhyCard
from tests.ui.today_world import add_book, add_late, press, window_of, window_on_today

Key = Qt.Key


@pytest.fixture
def page(app: App, qapp: QApplication) -> Iterator[TodayPage]:
    """Today with four late accounts, Acme Fasteners first."""
    add_late(app)
    with window_on_today(app, qapp) as shown:
        yield shown


def opened(page: TodayPage) -> WhyCard:
    press(page.list, Key.Key_Space)
    assert page.why is not None
    return page.why


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
    assert page.why is None
    assert page.list.hasFocus()
    assert page.list.current_account() is not None


def test_any_other_key_goes_on_to_the_list(page: TodayPage) -> None:
    press(opened(page), Key.Key_Down)
    assert page.why is None
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
