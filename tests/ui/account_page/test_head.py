"""The head of an account's page and its chart: what is said, why, and what next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.why_card import WhyCard
from tests.ui.account_page.world import Key, Opener, card_of


def test_the_head_says_what_why_and_what_next(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    head = page.head
    assert head.name.text() == "Acme <b>Fasteners</b>"
    assert head.name.textFormat() == Qt.TextFormat.PlainText
    assert head.status.accessibleName() in ("Slipping away", "Slowing down")
    assert head.facts.text() == "Ljubljana. €20,700 a year, number 1 of your accounts."
    assert "every 12 days" in head.why.text
    assert head.next.label == "Call Maria Kos"
    assert head.reach.label.text() == "+386 41 2"
    assert head.reach.label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert page.title == "Acme <b>Fasteners</b>"
    assert page.current_account() == acme


def test_the_pane_has_one_ground_also_beside_its_scroll_bar(acme: int, open_page: Opener) -> None:
    pane = open_page(acme).pane
    picture = pane.grab().toImage()
    ground = current_theme().color("sunken").name()
    for right in (1, pane.width() - pane.viewport().width() + 2):
        assert picture.pixelColor(pane.width() - right, pane.height() - 3).name() == ground


def test_why_opens_the_evidence(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.head.why.link.click()
    card = card_of(page, WhyCard)
    assert "Acme" in card.accessibleName()
    card.close()


def test_the_chart_says_its_finding_and_shows_it_as_a_table(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    chart = page.chart.chart
    assert "the last one 100 days ago" in chart.accessibleName()
    assert "8 orders that we expected have not come." in chart.accessibleName()
    assert "2 ratings, the newest 4." in chart.accessibleName()
    chart.setFocus()
    QTest.keyClick(chart, Key.Key_T)
    assert page.chart.is_table
    table = page.chart.table
    assert table.hasFocus()
    row = next(r for r in range(table.rowCount()) if table.item(r, 1).text() == "Rating")
    assert table.item(row, 2).text() == "4, Maria Kos"
    QTest.keyClick(table, Key.Key_T)
    assert not page.chart.is_table


def test_the_chart_tells_each_mark_under_the_pointer(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    chart = page.chart.chart
    found = {
        chart.words_at(QPointF(x, y)).split(": ")[-1]
        for x in range(0, chart.width(), 3)
        for y in range(0, chart.height(), 4)
    }
    assert {"rated 4, Maria Kos", "rated 8, Maria Kos", "order, €900", "an order we expected"} <= found
