"""Many accounts at once: one step each, only what really changes, and undone exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crm_desktop.app import App
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts, bulk_edit, follow_ups
from crm_desktop.storage.store import Store
from tests.world import TODAY, add_account, buy

Change = Callable[[Store, list[int]], int]
CHANGES: dict[str, Change] = {
    "tier": lambda store, ids: bulk_edit.set_tier(store, ids, Tier.B, "agreed"),
    "owner": lambda store, ids: bulk_edit.set_owner(store, ids, " Ana  Kos "),
    "add a tag": lambda store, ids: bulk_edit.add_tag(store, ids, 'o\'hara, "x"'),
    "remove a tag": lambda store, ids: bulk_edit.remove_tag(store, ids, "old"),
    "archive": lambda store, ids: bulk_edit.archive(store, ids, True),
    "delete": bulk_edit.delete,
}


@pytest.fixture
def ids(app: App) -> list[int]:
    found = [add_account(app.store, f"Firm {number}") for number in range(12)]
    bulk_edit.add_tag(app.store, found, "old")
    return found


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_one_step_and_undone_exactly(app: App, ids: list[int], name: str) -> None:
    store, before = app.store, app.store.dump()
    steps = len(store.steps())
    assert CHANGES[name](store, ids[:10]) == 10
    assert len(store.steps()) == steps + 1
    assert "10 accounts" in store.steps()[0].label
    after = store.dump()
    changed = [row[0] for row, old in zip(after["account"], before["account"], strict=True) if row != old]
    assert changed == ids[:10]
    store.undo()
    assert store.dump() == before
    store.redo()
    assert store.dump() == after


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "delete"])
def test_what_is_so_already_is_not_written_again(app: App, ids: list[int], name: str) -> None:
    CHANGES[name](app.store, ids)
    steps = app.store.steps()
    assert CHANGES[name](app.store, ids) == 0
    assert app.store.steps() == steps


def test_the_fields_are_as_if_written_one_by_one(app: App, ids: list[int]) -> None:
    for change in ("tier", "owner", "add a tag"):
        CHANGES[change](app.store, ids)
    stored = accounts.get(app.store, ids[0])
    assert (stored.tier, stored.tier_reason, stored.owner) == (Tier.B, "agreed", "Ana Kos")
    assert stored.tags == ("old", 'o\'hara "x"')
    bulk_edit.set_tier(app.store, ids, None, "whatever")
    assert accounts.get(app.store, ids[0]).tier_reason == ""


def test_what_makes_no_sense_is_refused(app: App, ids: list[int]) -> None:
    before = app.store.dump()
    refused: list[Callable[[], int]] = [
        lambda: bulk_edit.set_tier(app.store, ids, Tier.A, " "),
        lambda: bulk_edit.add_tag(app.store, ids, " , "),
        lambda: bulk_edit.add_tag(app.store, ids, "x" * 61),
        lambda: bulk_edit.add_follow_up(app.store, ids, "  ", TODAY, TODAY),
    ]
    for wrong in refused:
        with pytest.raises(UserError):
            wrong()
    assert app.store.dump() == before


def test_follow_ups_are_planned_for_all_and_the_bin_is_left_alone(app: App, ids: list[int]) -> None:
    accounts.delete(app.store, ids[0])
    assert bulk_edit.add_follow_up(app.store, ids, "Say hello", date(2026, 12, 1), TODAY) == 11
    assert len(follow_ups.all_open(app.store)) == 11
    app.store.undo()
    assert follow_ups.all_open(app.store) == []


def test_the_worth_is_what_they_bought_for(app: App, ids: list[int]) -> None:
    from crm_desktop.services import attention

    for account in ids[:3]:
        buy(app.store, account, [10], amount=1_000)
    attention.today_list(app.store, TODAY)
    assert bulk_edit.revenue(app.store, ids[1:]) == 2_000
