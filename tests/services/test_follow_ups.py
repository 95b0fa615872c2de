"""Follow-ups by when they are due, coming back, and whom it is time to talk to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.entities import (
    ContactFields,
    Direction,
    FollowUpFields,
    InteractionFields,
    InteractionKind,
    Tier,
)
from crm_desktop.domain.errors import UserError
from crm_desktop.services import (
    accounts,
    cadence,
    contacts,
    follow_ups,
    history,
    preferences,
    quick_log,
    snoozes,
    standings,
)
from crm_desktop.services.follow_ups import When
from crm_desktop.storage.store import Store
from tests.world import TODAY, add_account, business, buy

ALL = dict.fromkeys(When, 100)


def plan(store: Store, account: int, what: str, in_days: int, **more: int) -> int:
    fields = FollowUpFields(account=account, what=what, due=TODAY + timedelta(days=in_days), **more)  # type: ignore[arg-type]
    return follow_ups.add(store, fields)


def test_the_agenda_by_when(app: App) -> None:
    acme = add_account(app.store, "Acme")
    for days in (-40, -1, 0, 1, 7, 8, 400):
        plan(app.store, acme, f"{days}", days)
    found = follow_ups.agenda(app.store, TODAY, ALL)
    assert {when: [item.what for item in some.first] for when, some in found.items()} == {
        When.OVERDUE: ["-40", "-1"],
        When.TODAY: ["0"],
        When.NEAR: ["1", "7"],
        When.LATER: ["8", "400"],
    }
    few = follow_ups.agenda(app.store, TODAY, {**ALL, When.OVERDUE: 1})
    assert (len(few[When.OVERDUE].first), few[When.OVERDUE].total) == (1, 2)


def test_one_that_repeats_comes_back_with_its_person_and_one_undo_takes_both(app: App) -> None:
    acme = add_account(app.store, "Acme")
    maria = contacts.add(app.store, acme, ContactFields(name="Maria"))
    number = plan(app.store, acme, "Check stock", -3, contact=maria)
    follow_ups.set_repeat(app.store, number, 14)
    coming = follow_ups.finish(app.store, number, TODAY)
    assert coming is not None
    # Counted from the day it was done, not from the day it was due.
    assert (coming.what, coming.due, coming.contact_name, coming.repeat_days) == (
        "Check stock", TODAY + timedelta(days=14), "Maria", 14,
    )  # fmt: skip
    assert [item.id for item in follow_ups.of_account(app.store, acme)] == [coming.id]
    app.store.undo()
    assert [item.id for item in follow_ups.of_account(app.store, acme)] == [number]
    follow_ups.set_repeat(app.store, number, None)
    assert follow_ups.finish(app.store, number, TODAY) is None


@pytest.mark.parametrize("days", [0, -1, 731])
def test_a_number_of_days_that_makes_no_sense(app: App, days: int) -> None:
    acme = add_account(app.store, "Acme")
    number = plan(app.store, acme, "Check", 1)
    with pytest.raises(UserError):
        follow_ups.set_repeat(app.store, number, days)
    with pytest.raises(UserError):
        cadence.set_every(app.store, acme, days or -5)
    with pytest.raises(UserError):
        follow_ups.finish(app.store, 404, TODAY)


# -- whom to talk to -------------------------------------------------------------------------------


def due(app: App, today: date = TODAY) -> list[str]:
    standings.bring_up_to_date(app.store, today)
    return [talk.name for talk in cadence.due(app.store, today, 50).first]


def talk(store: Store, account: int, days_ago: int, kind: InteractionKind, **more: object) -> None:
    with store.operation("Talk"):
        fields = InteractionFields(account=account, kind=kind, day=TODAY - timedelta(days=days_ago), **more)  # type: ignore[arg-type]
        history.insert_interaction(store, fields)


CALL, VISIT, EMAIL, NOTE = (InteractionKind.CALL, InteractionKind.VISIT, InteractionKind.EMAIL, InteractionKind.NOTE)
OUT, IN = Direction.OUT, Direction.IN


@pytest.mark.parametrize(
    ("kind", "more", "talked"),
    [
        (CALL, {"direction": OUT}, True),
        (CALL, {"direction": OUT, "minutes": 12}, True),
        (CALL, {"direction": OUT, "minutes": 1}, False),
        (CALL, {"direction": IN, "minutes": 1}, True),
        (CALL, {"direction": OUT, "subject": "No answer, again on Tuesday"}, False),
        (CALL, {"direction": OUT, "subject": "Не відповіла"}, False),
        (CALL, {"direction": OUT, "subject": "Δεν απάντησε"}, False),
        (VISIT, {"direction": OUT}, True),
        (EMAIL, {"direction": OUT}, False),
        (EMAIL, {"direction": IN}, True),
        (NOTE, {}, False),
        (InteractionKind.COMPLAINT, {"direction": IN}, True),
    ],
)
def test_only_a_talk_of_both_sides_counts(
    app: App, kind: InteractionKind, more: dict[str, object], talked: bool
) -> None:
    acme = add_account(app.store, "Acme")
    cadence.set_every(app.store, acme, 30)
    assert due(app) == ["Acme"]
    talk(app.store, acme, 3, kind, **more)
    assert due(app) == ([] if talked else ["Acme"])


def test_a_logged_call_moves_it_and_undo_brings_it_back(app: App) -> None:
    acme = add_account(app.store, "Acme")
    cadence.set_every(app.store, acme, 30)
    talk(app.store, acme, 30, VISIT)
    (found,) = cadence.due(app.store, TODAY, 5).first
    assert (found.every, found.own, found.last_talk) == (30, True, TODAY - timedelta(days=30))
    quick_log.save(app.store, quick_log.Entry(account=acme, subject="prices"), TODAY)
    assert due(app) == []
    assert due(app, TODAY + timedelta(days=29)) == []
    assert due(app, TODAY + timedelta(days=30)) == ["Acme"]
    app.store.undo()
    assert due(app) == ["Acme"]


def test_the_standard_of_a_tier_is_for_customers_we_know(app: App) -> None:
    business(app.store)
    known, silent_long, fresh = (add_account(app.store, name) for name in ("Known", "Left long ago", "Fresh"))
    buy(app.store, known, range(2, 400, 14), amount=900_000)
    buy(app.store, silent_long, range(300, 700, 14), amount=900_000)
    for account in (known, silent_long, fresh):
        talk(app.store, account, 40, CALL)
    # The thirty others were never talked to: of them nothing is known.
    assert due(app) == ["Known"]
    preferences.change(app.store, contact_every_a=60, contact_every_b=60, contact_every_c=60)
    assert due(app) == []
    cadence.set_every(app.store, known, 20)
    assert due(app) == ["Known"]
    cadence.set_every(app.store, known, 0)
    assert due(app) == []
    assert accounts.get(app.store, known).contact_every == 0
    cadence.set_every(app.store, known, None)
    assert due(app) == []


def test_snoozed_archived_and_deleted_ones_are_left_out(app: App) -> None:
    acme = add_account(app.store, "Acme")
    cadence.set_every(app.store, acme, 30)
    snoozes.snooze(app.store, acme, today=TODAY, until=TODAY + timedelta(days=2))
    assert due(app) == []
    assert due(app, TODAY + timedelta(days=2)) == ["Acme"]
    accounts.delete(app.store, acme)
    assert due(app, TODAY + timedelta(days=2)) == []


def test_the_largest_customers_first_and_the_rest_counted(app: App) -> None:
    business(app.store)
    for number in range(5):
        account = add_account(app.store, f"Big {number}")
        buy(app.store, account, range(2, 400, 14), amount=100_000 * (number + 1))
        talk(app.store, account, 200, CALL)
    standings.bring_up_to_date(app.store, TODAY)
    found = cadence.due(app.store, TODAY, 2)
    assert [each.name for each in found.first] == ["Big 4", "Big 3"]
    assert found.total == 5
    assert found.first[0].tier is Tier.A
