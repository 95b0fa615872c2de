"""Promises: made, kept, broken and moved, each one undoable step; and how many were kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields, PromiseFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import MadeBy, PromiseState
from crm_desktop.domain.signals import PromisesMissed, Signal, SignalKind
from crm_desktop.services import accounts, attention, contacts, promises, wording
from crm_desktop.services.promises import Kept, Missed
from tests.world import TODAY, add_account, business


@pytest.fixture
def acme(app: App) -> int:
    return add_account(app.store, "Acme Fasteners")


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def made(app: App, account: int, what: str, due: int, *, by: MadeBy = MadeBy.US) -> int:
    return promises.add(app.store, PromiseFields(account=account, what=what, due=day(due), made_by=by))


def test_a_promise_is_read_as_it_was_made(app: App, acme: int) -> None:
    maria = contacts.add(app.store, acme, ContactFields(name="Maria Kos"))
    fields = PromiseFields(account=acme, what=" Credit  note ", due=day(3), contact=maria, owner="Ana")
    promise = promises.get(app.store, promises.add(app.store, fields))
    assert (promise.what, promise.due, promise.first_due, promise.owner) == ("Credit note", day(3), day(3), "Ana")
    assert (promise.made_by, promise.state, promise.settled_on) == (MadeBy.US, PromiseState.OPEN, None)
    assert (promise.account_name, promise.contact_name) == ("Acme Fasteners", "Maria Kos")


@pytest.mark.parametrize(
    "change",
    [
        lambda store, promise: promises.keep(store, promise, TODAY),
        lambda store, promise: promises.break_(store, promise, TODAY),
        lambda store, promise: promises.move(store, promise, day(9)),
    ],
)
def test_every_change_is_one_step_that_undo_takes_back(
    app: App, acme: int, change: Callable[[object, int], None]
) -> None:
    promise = made(app, acme, "Samples", 2)
    before, steps = app.store.dump(), len(app.store.steps())
    change(app.store, promise)
    assert len(app.store.steps()) == steps + 1
    assert app.store.dump() != before
    app.store.undo()
    assert app.store.dump() == before
    app.store.undo()
    assert promises.of_account(app.store, acme) == []


def test_a_promise_that_was_moved_knows_its_first_day(app: App, acme: int) -> None:
    promise = made(app, acme, "Samples", 2)
    promises.move(app.store, promise, day(9))
    found = promises.of_account(app.store, acme)[0]
    assert (found.due, found.first_due) == (day(9), day(2))


def test_open_ones_of_an_account_come_in_the_order_they_are_due(app: App, acme: int) -> None:
    for what, due in (("later", 9), ("late", -3), ("theirs", 1)):
        made(app, acme, what, due, by=MadeBy.THEM if what == "theirs" else MadeBy.US)
    kept = made(app, acme, "kept", 0)
    promises.keep(app.store, kept, TODAY)
    assert [promise.what for promise in promises.of_account(app.store, acme)] == ["late", "theirs", "later"]
    assert [promise.what for promise in promises.of_account(app.store, acme, settled=True)] == ["kept"]
    promises.reopen(app.store, kept)
    assert promises.count_open(app.store) == 4


def test_what_is_due_is_ours_until_theirs_is_asked_for(app: App, acme: int) -> None:
    for what, due in (("tomorrow", 1), ("late", -6), ("next month", 30)):
        made(app, acme, what, due)
    made(app, acme, "payment", -1, by=MadeBy.THEM)
    assert [promise.what for promise in promises.due(app.store, day(7))] == ["late", "tomorrow"]
    assert [promise.what for promise in promises.due(app.store, day(7), limit=1)] == ["late"]
    assert [promise.what for promise in promises.due(app.store, day(7), made_by=MadeBy.THEM)] == ["payment"]
    accounts.delete(app.store, acme)
    assert promises.due(app.store, day(7)) == []


def test_kept_fourteen_of_fifteen(app: App, acme: int) -> None:
    other = add_account(app.store, "Other")
    for number in range(15):
        promise = made(app, acme, f"Promise {number}", -number)
        (promises.keep if number else promises.break_)(app.store, promise, day(-number))
    promises.keep(app.store, made(app, other, "Elsewhere", -1), TODAY)
    promises.keep(app.store, made(app, acme, "Theirs", -1, by=MadeBy.THEM), TODAY)
    made(app, acme, "open", 1)
    assert promises.kept_of(app.store, acme, day(-365)) == Kept(14, 15)
    assert promises.kept_of(app.store, None, day(-365)) == Kept(15, 16)
    assert promises.kept_of(app.store, acme, day(-4)) == Kept(4, 5)
    assert promises.kept_of(app.store, acme, day(-365), made_by=MadeBy.THEM) == Kept(1, 1)
    assert promises.kept_of(app.store, acme, day(1)) == Kept(0, 0)


def test_missed_are_those_that_were_broken_late_or_are_overdue(app: App, acme: int) -> None:
    good = add_account(app.store, "Good")
    promises.keep(app.store, made(app, good, "on time", -3), day(-3))
    made(app, good, "to come", 0)
    promises.keep(app.store, made(app, acme, "kept late", -40), day(-30))
    promises.break_(app.store, made(app, acme, "broken", -20), day(-20))
    made(app, acme, "overdue", -6)
    made(app, acme, "moved", -9)
    promises.move(app.store, promises.of_account(app.store, acme)[0].id, day(2))
    made(app, acme, "theirs", -5, by=MadeBy.THEM)
    missed = Missed(account=acme, missed=3, open=1, first=day(-40), newest=day(-6), what="overdue")
    assert promises.missed(app.store, TODAY, day(-90)) == [missed]
    assert promises.missed(app.store, TODAY, day(-90), (good,)) == []
    assert [each.missed for each in promises.missed(app.store, TODAY, day(-10))] == [1]


# --- what Today says about them


def test_two_missed_promises_are_a_signal_and_keeping_to_the_day_is_none(app: App) -> None:
    ids = business(app.store)
    for what, due in (("Credit note", -60), ("Samples", -6)):
        made(app, ids[0], what, due)
    made(app, ids[1], "only one", -6)
    promises.keep(app.store, made(app, ids[2], "on time", -3), day(-3))
    attention.today_list(app.store, TODAY)
    rows = {account: attention.account_row(app.store, account, TODAY) for account in ids[:3]}
    seen = rows[ids[0]]
    assert seen is not None
    signal = next(each for each in seen.signals if each.kind is SignalKind.PROMISES_MISSED)
    assert (signal.evidence, signal.since) == (PromisesMissed(missed=2, open=2, what="Samples"), day(-60))
    assert wording.reason(seen, TODAY) == "2 promises missed since September."
    assert wording.evidence(signal, seen, TODAY) == (
        "2 promises of ours missed since 21 Sep 2026",
        "2 of them are still open. The newest was “Samples”.",
    )
    assert Signal.from_json(signal.as_json()) == signal
    for account in ids[1:3]:
        row = rows[account]
        assert row is not None
        assert SignalKind.PROMISES_MISSED not in {each.kind for each in row.signals}


def test_a_promise_is_read_anew_before_anybody_looks(app: App) -> None:
    ids = business(app.store)
    attention.today_list(app.store, TODAY)

    def kinds() -> set[SignalKind]:
        attention.today_list(app.store, TODAY)
        row = attention.account_row(app.store, ids[0], TODAY)
        return {signal.kind for signal in row.signals} if row else set()

    first = made(app, ids[0], "Credit note", -60)
    made(app, ids[0], "Samples", -6)
    assert SignalKind.PROMISES_MISSED in kinds()
    promises.move(app.store, first, day(3))
    assert SignalKind.PROMISES_MISSED not in kinds()
    app.store.undo()
    assert SignalKind.PROMISES_MISSED in kinds()


def test_nonsense_is_refused_and_changes_nothing(app: App, acme: int) -> None:
    before = app.store.dump()
    with pytest.raises(UserError, match="what will be done"):
        made(app, acme, "  ", 1)
    for change in (promises.keep, promises.break_, promises.move):
        with pytest.raises(UserError, match="no longer here"):
            change(app.store, 12345, TODAY)
    assert app.store.dump() == before
