"""People at several accounts with dates, what their moves say, and the brief that tells it all before a call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import (
    AccountFields,
    ContactFields,
    FollowUpFields,
    InteractionFields,
    PromiseFields,
    PurchaseFields,
    RatingFields,
)
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Direction, InteractionKind
from crm_desktop.domain.signals import SignalKind
from crm_desktop.services import (
    accounts,
    attention,
    brief_wording,
    contacts,
    corrections,
    follow_ups,
    history,
    places,
    promises,
)
from crm_desktop.services.brief import brief
from crm_desktop.services.places import Place
from tests.world import TODAY, add_account, business, buy

DAY = timedelta(days=1)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = open_workspace(tmp_path / "w.crm", today=TODAY, create=True)
    yield opened
    opened.close()


@pytest.fixture
def acme(app: App) -> int:
    return accounts.add(app.store, AccountFields(name="Acme", notes="Never on Mondays."))


@pytest.fixture
def maria(app: App, acme: int) -> int:
    """The main contact, talked to five times, who rated us 9."""
    person = contacts.add(app.store, acme, ContactFields(name="Maria Kos", phone="+386 41 2"), "Buyer")
    with app.store.operation("Talk"):
        for days in (200, 150, 100, 50, 20):
            _say(app, acme, days, person)
        history.insert_rating(app.store, RatingFields(account=acme, contact=person, day=TODAY - 40 * DAY, score=9))
    return person


def _say(app: App, account: int, days: int, person: int | None = None, **more: object) -> None:
    kind = more.pop("kind", InteractionKind.CALL)
    fields = InteractionFields(account=account, kind=kind, day=TODAY - days * DAY, contact=person, **more)  # type: ignore[arg-type]
    history.insert_interaction(app.store, fields)


def change(app: App, person: int, *changed: Place) -> None:
    stored = contacts.get(app.store, person)
    fields = ContactFields(name=stored.name, phone=stored.phone, email=stored.email, notes=stored.notes)
    places.change_places(app.store, person, fields, changed, TODAY)


def test_one_person_is_at_two_accounts_with_a_role_at_each(app: App, acme: int, maria: int) -> None:
    beta = add_account(app.store, "Beta")
    places.join(app.store, beta, maria, "Adviser", TODAY - 10 * DAY)
    assert [(p.account_name, p.role, p.since) for p in places.places_of(app.store, maria)] == [
        ("Acme", "Buyer", None),
        ("Beta", "Adviser", TODAY - 10 * DAY),
    ]
    assert [c.role for c in contacts.of_account(app.store, beta)] == ["Adviser"]
    with pytest.raises(UserError, match="at Beta already"):
        places.join(app.store, beta, maria, "")
    app.store.undo()
    assert contacts.of_account(app.store, beta) == []


def test_dates_that_cannot_be_are_refused_whole(app: App, acme: int, maria: int) -> None:
    place, dump = places.places_of(app.store, maria)[0], app.store.dump()
    for wrong, said in (
        (place._replace(until=TODAY + DAY), "has not come"),
        (place._replace(since=TODAY, until=TODAY - DAY), "before coming"),
    ):
        with pytest.raises(UserError, match=said):
            change(app, maria, wrong)
    change(app, maria, place)
    assert app.store.dump() == dump


def test_known_people_are_found_by_name_but_not_those_who_are_here(app: App, acme: int, maria: int) -> None:
    beta = add_account(app.store, "Beta")
    assert [(p.id, p.name, p.accounts) for p in places.named(app.store, "mari", not_at=beta)] == [
        (maria, "Maria Kos", "Acme")
    ]
    assert places.named(app.store, "mari", not_at=acme) == []
    assert places.named(app.store, '" OR *', not_at=beta) == []


def test_a_main_contact_who_left_on_a_day_reaches_the_signals(app: App, acme: int, maria: int) -> None:
    business(app.store)
    buy(app.store, acme, range(5, 400, 14), amount=90_000)
    left = TODAY - 3 * DAY
    change(app, maria, places.places_of(app.store, maria)[0]._replace(until=left))
    row = attention.account_row(app.store, acme, TODAY)
    assert row is not None
    found = [signal for signal in row.signals if signal.kind is SignalKind.CONTACT_LEFT]
    assert [signal.since for signal in found] == [left]
    listed = attention.today_list(app.store, TODAY)
    assert acme in [each.account for each in listed.rows]
    app.store.undo()
    row = attention.account_row(app.store, acme, TODAY)
    assert row is not None
    assert SignalKind.CONTACT_LEFT not in [signal.kind for signal in row.signals]


def test_a_champion_who_moved_is_told_at_both_accounts(app: App, acme: int, maria: int) -> None:
    beta = add_account(app.store, "Beta")
    change(
        app,
        maria,
        places.places_of(app.store, maria)[0]._replace(until=TODAY - 3 * DAY),
        Place(None, beta, "", "Head of purchasing", TODAY - 2 * DAY, None),
    )
    arrival = places.arrivals(app.store, beta, TODAY)[maria]
    assert (arrival.account, arrival.rating, arrival.conversations) == (acme, 9, 5)
    assert brief_wording.arrival_line(arrival, TODAY) == ("Came from Acme on 17 Nov, where they spoke for us: rated 9.")
    assert "Came from Acme on 17 Nov" in brief_wording.plain_text(brief(app.store, beta, TODAY))
    gone = places.former(app.store, acme, TODAY)
    assert [(each.name, each.left, each.now_name) for each in gone] == [("Maria Kos", TODAY - 3 * DAY, "Beta")]
    assert "Maria Kos left on 17 Nov. Now at Beta." in brief_wording.plain_text(brief(app.store, acme, TODAY))
    app.store.undo()
    assert places.arrivals(app.store, beta, TODAY) == {}
    assert places.former(app.store, acme, TODAY) == []


def test_the_brief_says_everything_one_needs(app: App, acme: int, maria: int) -> None:
    buy(app.store, acme, range(41, 400, 12), amount=90_000)
    with app.store.operation("More"):
        _say(app, acme, 4, maria, kind=InteractionKind.EMAIL, direction=Direction.IN, subject="Where are the boxes?")
        _say(app, acme, 3, maria, kind=InteractionKind.COMPLAINT, subject="Late delivery", notes="twice\nthis month")
        _say(app, acme, 2, None, kind=InteractionKind.NOTE, subject="Likes football")
        history.insert_purchase(
            app.store, PurchaseFields(account=acme, day=TODAY - 50 * DAY, amount=120_000, currency="EUR", what="Boxes")
        )
    promises.add(app.store, PromiseFields(account=acme, what="Send the credit note", due=TODAY - 2 * DAY))
    promises.add(app.store, PromiseFields(account=acme, what="Samples", due=TODAY + 4 * DAY, at=time(9)))
    follow_ups.add(app.store, FollowUpFields(account=acme, what="Call again", due=TODAY, at=time(15, 30)))
    corrections.pauses(app.store, acme, 7, 8, TODAY)
    told = brief(app.store, acme, TODAY)
    assert [each.kind.value for each in told.words] == ["complaint", "email", "call"]
    found = {part.title: part for part in brief_wording.parts(told)}
    assert list(found) == [
        "Why", "Do not forget", "Last words", "Promises", "Follow-ups", "Their people", "What they buy",
    ]  # fmt: skip
    forget = found["Do not forget"]
    assert forget.pressing
    assert forget.lines[0] == ("A complaint is open: 17 Nov: Complaint, Maria Kos. Late delivery. twice this month")
    assert "Never on Mondays." in forget.lines
    assert not any("Likes football" in line for line in forget.lines), "what was noted is not all unforgettable"
    assert found["Last words"].lines[0] == "18 Nov: Note. Likes football"
    assert found["Last words"].lines[2] == "16 Nov: Email from them, Maria Kos. Where are the boxes?"
    assert found["Promises"].lines == ("We: Send the credit note, 2 days late", "We: Samples, 24 Nov 09:00")
    assert found["Follow-ups"].lines == ("Call again, today 15:30",)
    assert found["Why"].lines[-1] == "Next: Keep the promise"
    assert found["Their people"].lines == ("Maria Kos, Buyer, +386 41 2, rated us 9",)
    assert found["What they buy"].lines[-1] == "Boxes: €1,200, 1 order, the last on 1 Oct"
    with app.store.operation("Answer"):
        _say(app, acme, 0, maria, direction=Direction.OUT)
    assert brief(app.store, acme, TODAY).complaint is None


def test_the_brief_of_an_empty_and_of_an_archived_account(app: App, acme: int) -> None:
    text = brief_wording.plain_text(brief(app.store, acme, TODAY))
    assert text.startswith("Acme, tier C. Still learning.\n\nWhy\n- 0 orders so far.")
    assert text.endswith("\n\nAs of 20 Nov 2026.\n"), "pasted into an e-mail it is read on another day"
    accounts.change(app.store, acme, replace(accounts.get(app.store, acme), archived=True))
    assert "left out of every list" in brief_wording.plain_text(brief(app.store, acme, TODAY))


def test_long_words_are_cut_to_a_line(app: App, acme: int) -> None:
    with app.store.operation("Long"):
        _say(app, acme, 1, None, notes="word " * 20_000)
    lines = next(
        part for part in brief_wording.parts(brief(app.store, acme, TODAY)) if part.title == "Last words"
    ).lines
    assert len(lines[0]) < 200
