"""Today asks for data when everybody is silent, and tells in the why card whose silence it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.whose_silence import WhoseSilence
from crm_desktop.services import attention
from crm_desktop.ui.attention_face import row_face, signal_status, strip_of
from crm_desktop.ui.paint.strip import StripData
from crm_desktop.ui.widgets.why_card import WhyCard
from tests.ui.today_world import add_late, window_on_today
from tests.world import TODAY, buy

LATER = TODAY + timedelta(days=30)


@pytest.fixture
def late(app: App, tmp_path: Path) -> App:
    """The book of Today's tests, thirty days later: nobody ordered since."""
    add_late(app)
    app.close()
    return open_workspace(tmp_path / "test.crm", today=LATER)


def test_a_calm_line_asks_for_orders_and_leads_to_the_import(late: App, qapp: QApplication) -> None:
    with window_on_today(late, qapp) as page:
        assert page.quiet_line is not None
        assert page.quiet_line.isVisible()
        assert page.quiet_line.text == (
            "No orders since 20 Nov, from anybody. Import new ones to see who is really silent."
        )
        QTest.mouseClick(page.quiet_line.link, Qt.MouseButton.LeftButton)
        assert "import" in type(page.window().page).__name__.lower()  # type: ignore[attr-defined]
    late.close()


def test_the_line_goes_when_orders_come(late: App, qapp: QApplication) -> None:
    ids = [account for (account,) in late.store.rows("SELECT id FROM account WHERE name LIKE 'Steady%'")]
    with window_on_today(late, qapp) as page:
        for place, account in enumerate(ids[:14]):
            buy(late.store, account, range(place, 28, 14), today=LATER)
        page.refresh()
        assert page.quiet_line is not None
        assert not page.quiet_line.isVisible()
    late.close()


def test_a_book_on_its_rhythm_has_no_such_line(app: App, qapp: QApplication) -> None:
    add_late(app)
    with window_on_today(app, qapp) as page:
        assert page.quiet_line is None


def test_alarms_of_a_quiet_book_are_grey_and_no_surer_than_maybe(late: App) -> None:
    row = next(r for r in attention.today_list(late.store, LATER).rows if r.name == "Kovač Mizarstvo")
    face = row_face(row, today=LATER, currency="EUR")
    assert face.certainty in ("maybe", "watching")
    strip = strip_of(row, LATER)
    assert isinstance(strip, StripData)
    assert (strip.status, strip.missed) == ("unknown", ())
    assert signal_status(row.signals[0], row.status, row.whose) == "unknown"
    late.close()


@pytest.mark.parametrize(("quiet", "said"), [(False, "The silence is theirs"), (True, "Nobody orders at the moment")])
def test_the_why_card_tells_whose_silence_it_is(
    app: App, tmp_path: Path, qapp: QApplication, quiet: bool, said: str
) -> None:
    add_late(app)
    app.close()
    opened = open_workspace(tmp_path / "test.crm", today=LATER if quiet else TODAY)
    with window_on_today(opened, qapp) as page:
        row = next(r for r in attention.today_list(opened.store, opened.today).rows if r.name == "Kovač Mizarstvo")
        assert row.whose is (WhoseSilence.NOBODY_LOGGED if quiet else WhoseSilence.THEY_STOPPED)
        card = WhyCard(page.desk, row.account, page, row=row)
        card.open_under(page.rect())
        assert said in card.accessibleDescription()
        card.close()
    opened.close()
