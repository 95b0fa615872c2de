"""The timeline of an account in words: pages of it, and the lines that have what one looks for, however far back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.entities import ContactFields, FollowUpFields, InteractionFields, PurchaseFields, RatingFields
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import contacts, follow_ups, history, timeline
from crm_desktop.services.timeline import Line
from crm_desktop.storage.tables import Purchase
from tests.world import TODAY, add_account, buy


@pytest.fixture
def acme(app: App) -> int:
    """A call about a credit note, a rating, an order, a done follow-up, and a neighbour who has the same words."""
    account, other = add_account(app.store, "Acme"), add_account(app.store, "Neighbour")
    person = contacts.add(app.store, account, ContactFields(name="Ірина Коваленко"))
    with app.store.operation("Events"):
        for each in (account, other):
            history.insert_interaction(
                app.store,
                InteractionFields(
                    account=each, contact=person if each == account else None, kind=InteractionKind.CALL,
                    day=TODAY - timedelta(days=400), department="Billing", subject="Naročilo zamuja",
                    notes="Credit note\npromised", minutes=6,
                ),
            )  # fmt: skip
        history.insert_rating(
            app.store,
            RatingFields(account=account, day=TODAY - timedelta(days=30), score=4, comment="nobody called back"),
        )
        history.insert_purchase(
            app.store,
            PurchaseFields(
                account=account, day=TODAY, amount=125_050, currency="EUR", what="Boxes", reference="A-1001"
            ),
        )
        ahead = InteractionFields(account=account, kind=InteractionKind.NOTE, day=TODAY + timedelta(days=1))
        history.insert_interaction(app.store, ahead)
    done = follow_ups.add(app.store, FollowUpFields(account=account, what="Send the price list", due=TODAY))
    follow_ups.finish(app.store, done, TODAY - timedelta(days=2))
    return account


def found(app: App, account: int, text: str = "", **more: object) -> list[str]:
    return [line.title for line in timeline.page(app.store, account, today=TODAY, text=text, **more).lines]  # type: ignore[arg-type]


def test_every_line_is_worded_the_newest_first(app: App, acme: int) -> None:
    page = timeline.page(app.store, acme, today=TODAY)
    assert [(line.when, line.title, line.detail, line.department) for line in page.lines] == [
        ("20 Nov", "Order A-1001, Boxes, €1,251", "", "Sales"),
        ("18 Nov", "Done: Send the price list", "", ""),
        ("21 Oct", "Rated us 4", "“nobody called back”", "Feedback"),
        ("16 Oct 2025", "Call with Ірина Коваленко, 6 min", "Naročilo zamuja. Credit note promised", "Billing"),
    ]
    assert page.complete


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("narocilo CREDIT", ["Call with Ірина Коваленко, 6 min"]),
        ("kovalenko", ["Call with Ірина Коваленко, 6 min"]),
        ("oct 2025", ["Call with Ірина Коваленко, 6 min"]),
        ("rated us", ["Rated us 4"]),
        ("price list done", ["Done: Send the price list"]),
        ("a-1001", ["Order A-1001, Boxes, €1,251"]),
        ("1250", ["Order A-1001, Boxes, €1,251"]),
        ("1,251", ["Order A-1001, Boxes, €1,251"]),
        ("billing", ["Call with Ірина Коваленко, 6 min"]),
        ("obody", []),
        ("credit boxes", []),
    ],
)
def test_what_one_sees_in_a_line_finds_it(app: App, acme: int, text: str, titles: list[str]) -> None:
    assert found(app, acme, text) == titles


def test_words_and_a_department_both_have_to_fit(app: App, acme: int) -> None:
    assert found(app, acme, "called", department="Feedback") == ["Rated us 4"]
    assert found(app, acme, "called", department="Billing") == []


@pytest.mark.parametrize("text", ["", "order"])
def test_pages_follow_one_another_without_a_gap_or_a_line_twice(app: App, text: str) -> None:
    busy = add_account(app.store, "Busy")
    buy(app.store, busy, [day // 3 for day in range(25)])
    with app.store.operation("Calls"):
        for days in range(9):
            call = InteractionFields(account=busy, kind=InteractionKind.CALL, day=TODAY - timedelta(days=days))
            history.insert_interaction(app.store, call)
    whole = timeline.page(app.store, busy, today=TODAY, text=text)
    assert len(whole.lines) == (25 if text else 34)
    assert whole.complete
    pages: list[list[Line]] = [[]]
    complete, last = False, None
    while not complete:
        lines, complete = timeline.page(app.store, busy, today=TODAY, text=text, before=last, limit=4)
        assert lines or complete
        pages.append(lines)
        last = lines[-1] if lines else None
    assert [line for page in pages for line in page] == whole.lines
    assert {len(page) for page in pages[1:-1]} == {4}


def test_the_oldest_of_very_many_lines_is_found(app: App) -> None:
    busy = add_account(app.store, "Busy")
    with app.store.operation("Call"):
        call = InteractionFields(
            account=busy, kind=InteractionKind.CALL, day=TODAY - timedelta(days=9), notes="šumenje"
        )
        history.insert_interaction(app.store, call)
    columns = ["id", "account_id", "day", "amount", "currency"]
    rows = [(app.store.ids.one(), busy, day_number(TODAY), 100, "EUR") for _ in range(6_000)]
    with app.store.operation("Orders"):
        app.store.insert_many(Purchase, columns, rows)
    assert found(app, busy, "sumenje") == ["Call"]
