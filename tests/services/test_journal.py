"""The history in words, read back out of the changesets, and any of its steps taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields, FollowUpFields, PromiseFields, Tier
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import MadeBy
from crm_desktop.services import (
    accounts,
    contacts,
    corrections,
    follow_ups,
    journal,
    preferences,
    promises,
    quick_log,
    saved_views,
    snoozes,
)
from crm_desktop.services.journal import StepLine
from crm_desktop.storage.store import Store
from tests.world import TODAY, add_account, buy, rate


def newest(store: Store) -> StepLine:
    return journal.steps(store, limit=1)[0]


def told(store: Store) -> list[str]:
    """What the newest step changed."""
    return journal.what_changed(store, newest(store).id)


def test_a_change_is_told_as_what_it_was_and_is(app: App) -> None:
    acme = add_account(app.store, "Acme")
    assert told(app.store) == ["1 account added", "Acme"]
    stored = accounts.get(app.store, acme)
    accounts.change(app.store, acme, replace(stored, name="Acme Ltd", phone="+44 1", tags=("vip", "north")))
    count, line = told(app.store)
    assert count == "1 account changed"
    assert line.startswith("Acme: ")
    for part in ("name: Acme → Acme Ltd", "phone: nothing → +44 1", "tags: nothing → vip, north"):
        assert part in line
    assert "search" not in line
    accounts.set_tier(app.store, acme, Tier.A, "asked for")
    assert told(app.store) == ["1 account changed", "Acme Ltd: tier: nothing → A"]
    accounts.delete(app.store, acme)
    assert told(app.store) == ["1 account changed", "Acme Ltd: put into the bin"]


def test_every_kind_has_words(app: App) -> None:
    acme = add_account(app.store, "Acme")
    contacts.add(app.store, acme, ContactFields(name="Maria Kos"), "Buyer")
    assert told(app.store)[:2] == ["1 person added", "1 place of a person added"]
    assert "Maria Kos" in told(app.store)[2]
    quick_log.save(app.store, quick_log.Entry(account=acme, subject="late pallet", rating=4.0), TODAY)
    assert told(app.store) == [
        "1 conversation added",
        "1 rating added",
        "Acme: 20 Nov 2026, late pallet",
        "Acme: 20 Nov 2026, rated 4, late pallet",
    ]
    buy(app.store, acme, [3], amount=123_450)
    assert told(app.store) == ["1 order added", "Acme: 17 Nov 2026, €1,234.50"]
    rate(app.store, acme, 1, 7.5)
    assert told(app.store)[1] == "Acme: 19 Nov 2026, rated 7.5"
    number = follow_ups.add(app.store, FollowUpFields(account=acme, what="Send list", due=TODAY))
    assert told(app.store) == ["1 follow-up added", "Acme: Send list, 20 Nov 2026"]
    follow_ups.move(app.store, number, TODAY + timedelta(days=4))
    assert told(app.store) == ["1 follow-up changed", "Acme, “Send list”: due: 20 Nov 2026 → 24 Nov 2026"]
    snoozes.snooze(app.store, acme, today=TODAY, until=TODAY + timedelta(days=7))
    assert told(app.store)[0] == "1 snooze added"
    preferences.change(app.store, business="Hallam & Reed")
    assert told(app.store) == ["1 setting added", "business: Hallam & Reed"]
    preferences.change(app.store, contact_every_a=21, tier_share_a=0.75)
    assert told(app.store)[1:] == ["days between talks, tier A: 21", "tier A, in percent: 75%"]
    preferences.change(app.store, contact_every_a=14)
    assert told(app.store) == ["1 setting changed", "days between talks, tier A: 21 → 14"]


def test_promises_corrections_people_and_views_are_told_by_name(app: App) -> None:
    acme = add_account(app.store, "Acme")
    theirs = PromiseFields(account=acme, what="Pay the invoice", due=TODAY, at=time(9), made_by=MadeBy.THEM)
    promise = promises.add(app.store, theirs)
    assert told(app.store) == ["1 promise added", "Acme: theirs, Pay the invoice, 20 Nov 2026, 09:00"]
    promises.keep(app.store, promise, TODAY)
    assert told(app.store)[1] == "Acme, “Pay the invoice”: state: open → kept, settled on: nothing → 20 Nov 2026"
    corrections.pauses(app.store, acme, 12, 2, TODAY)
    assert told(app.store) == ["1 correction added", "Acme: You said: they pause December to February."]
    corrections.take_back(app.store, corrections.of_account(app.store, acme, TODAY)[0].id, TODAY)
    assert told(app.store) == ["1 correction changed", "Acme: taken back"]
    maria = contacts.add(app.store, acme, ContactFields(name="Maria Kos"), "Buyer")
    assert told(app.store)[2:] == ["Maria Kos", "Acme: Maria Kos, Buyer"]
    contacts.leave(app.store, acme, maria, TODAY)
    assert told(app.store)[1] == "Acme, “Maria Kos”: until: nothing → 20 Nov 2026"
    view = saved_views.create(app.store, "Mine", saved_views.views(app.store)[0].filter)
    assert told(app.store) == ["1 view added", "Mine"]
    saved_views.delete(app.store, view)
    assert told(app.store) == ["1 view changed", "Mine: put into the bin"]
    snoozes.snooze(app.store, acme, today=TODAY, until=TODAY + timedelta(days=7))
    app.store.undo()
    assert told(app.store) == ["1 snooze removed", "Acme: until 27 Nov 2026"]


def test_a_large_step_is_counted_whole_and_told_in_part(app: App) -> None:
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, range(300))
    lines = told(app.store)
    assert lines[0] == "300 orders added"
    assert len(lines) < 20
    assert lines[-1] == "and 252 more"


def test_who_and_when(app: App) -> None:
    add_account(app.store, "Acme")
    assert newest(app.store).made_by
    preferences.change(app.store, owner="Ana Hribar")
    add_account(app.store, "Larkfield")
    assert newest(app.store).made_by == "Ana Hribar"
    assert newest(app.store).made_at.tzinfo is not None


def test_an_undo_says_what_it_did_and_not_what_it_undid(app: App) -> None:
    acme = add_account(app.store, "Acme")
    accounts.change(app.store, acme, replace(accounts.get(app.store, acme), website="acme.example"))
    app.store.undo()
    assert journal.what_changed(app.store, newest(app.store).id)[1] == "Acme: website: acme.example → nothing"
    app.store.redo()
    assert journal.what_changed(app.store, newest(app.store).id)[1] == "Acme: website: nothing → acme.example"


def test_any_step_can_be_taken_back_and_says_so(app: App) -> None:
    acme = add_account(app.store, "Acme")
    add_account(app.store, "Larkfield")
    first = next(step for step in journal.steps(app.store) if step.label == "Add Acme")
    journal.take_back(app.store, first.id)
    assert accounts.by_name(app.store, "Acme") is None
    assert accounts.by_name(app.store, "Larkfield") is not None
    undo, _, before = journal.steps(app.store)
    assert (undo.label, undo.can_undo, before.undone, before.can_undo) == ("Undo: Add Acme", False, True, False)
    assert journal.what_changed(app.store, undo.id)[0] == "1 account removed"
    with pytest.raises(UserError, match="taken back already"):
        journal.take_back(app.store, first.id)
    app.store.redo()
    assert accounts.by_name(app.store, "Acme") == acme


def test_what_has_changed_since_is_not_overwritten(app: App) -> None:
    acme = add_account(app.store, "Acme")
    accounts.change(app.store, acme, replace(accounts.get(app.store, acme), phone="1"))
    step = newest(app.store)
    accounts.change(app.store, acme, replace(accounts.get(app.store, acme), phone="2"))
    before = app.store.dump()
    with pytest.raises(UserError, match="changed since"):
        journal.take_back(app.store, step.id)
    assert app.store.dump() == before


def test_pages_of_the_history(app: App) -> None:
    for number in range(7):
        add_account(app.store, f"Firm {number}")
    first = journal.steps(app.store, limit=3)
    rest = journal.steps(app.store, limit=10, before=first[-1].id)
    assert [step.label for step in [*first, *rest]] == [f"Add Firm {number}" for number in range(6, -1, -1)]
    with pytest.raises(UserError):
        journal.what_changed(app.store, 404)
