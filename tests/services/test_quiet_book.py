"""A book that went quiet together asks for data; its alarms are no surer than maybe."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.whose_silence import WhoseSilence
from crm_desktop.services import attention, quiet_book, wording
from crm_desktop.services.quiet_book import QuietBook
from tests.world import TODAY, add_account, business, buy

LATER = TODAY + timedelta(days=30)


@pytest.fixture
def slipping(app: App) -> int:
    """Thirty accounts on their rhythm, and Acme, which ordered every ten days and has been silent for forty."""
    business(app.store)
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, range(40, 500, 10), amount=50_000)
    return acme


def test_a_book_on_its_rhythm_is_not_quiet(app: App, slipping: int) -> None:
    listed = attention.today_list(app.store, TODAY)
    assert listed.quiet_book is None
    assert {row.whose for row in listed.rows} == {WhoseSilence.THEY_STOPPED}


def test_when_everybody_is_silent_today_asks_for_data(app: App, slipping: int) -> None:
    attention.today_list(app.store, TODAY)
    listed = attention.today_list(app.store, LATER)
    assert listed.quiet_book == QuietBook(since=TODAY, orders=0, last_import=listed.quiet_book.last_import)  # type: ignore[union-attr]
    assert listed.rows
    assert {row.whose for row in listed.rows if row.signals} == {WhoseSilence.NOBODY_LOGGED}
    assert all(row.probability < 0.5 for row in listed.rows)
    stored = attention.stored_list(app.store, LATER)
    assert stored is not None
    assert stored.quiet_book == listed.quiet_book
    assert stored.rows == listed.rows[: len(stored.rows)]
    assert wording.quiet_book(listed.quiet_book) == (
        "No orders since 20 Nov, from anybody. Import new ones to see who is really silent."
    )
    assert wording.whose_silence(listed.rows[0]) == (
        "Nobody orders at the moment",
        "Everybody fell silent together: are all orders entered?",
    )


def test_orders_that_come_in_end_the_quiet_at_once(app: App, slipping: int) -> None:
    attention.today_list(app.store, LATER)
    for number in range(0, 30, 3):
        buy(app.store, add_account(app.store, f"New {number}"), range(number % 10, 60, 10), today=LATER)
    listed = attention.today_list(app.store, LATER)
    assert listed.quiet_book is None
    assert WhoseSilence.NOBODY_LOGGED not in {row.whose for row in listed.rows}
    app.store.undo()


def test_a_few_orders_are_counted(app: App, slipping: int) -> None:
    attention.today_list(app.store, LATER)
    buy(app.store, slipping, [3], today=LATER)
    quiet = attention.today_list(app.store, LATER).quiet_book
    assert quiet is not None
    assert quiet.orders == 1
    assert wording.quiet_book(quiet).startswith("Only 1 order since ")


def _import_on(app: App, day: date, account: int) -> None:
    """One order that nobody typed, in an operation of that day."""
    buy(app.store, account, [1], today=day)
    with app.store.derivation():
        app.store.database.connection().execute(
            "UPDATE operation SET made_at = ? WHERE id = (SELECT max(id) FROM operation)",
            (day_number(day) * 86_400_000 + 36_000_000,),
        )


def test_a_late_import_is_noticed_by_the_rhythm_of_imports(app: App) -> None:
    """Four accounts are too few for a book, but imports came every week and then stopped."""
    ids = [add_account(app.store, f"Account {number}") for number in range(4)]
    for weeks in range(20, 0, -1):
        _import_on(app, TODAY - timedelta(weeks=weeks), ids[weeks % 4])
    assert attention.today_list(app.store, TODAY).quiet_book is None
    later = TODAY + timedelta(days=10)
    quiet = attention.today_list(app.store, later).quiet_book
    assert quiet == QuietBook(since=TODAY - timedelta(days=8), orders=0, last_import=TODAY - timedelta(days=7))
    assert wording.last_import(quiet) == "The last import of orders was on 13 Nov 2026."


def test_what_was_noticed_survives_json() -> None:
    for quiet in (QuietBook(TODAY, 3, None), QuietBook(TODAY, 0, TODAY)):
        assert quiet_book.QuietBook.from_json(quiet.as_json()) == quiet
