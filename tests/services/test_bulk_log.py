"""One line logged with many accounts: one step, the same as logged one by one, and undone exactly."""

from __future__ import annotations

import pytest

from crm_desktop.app import App
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import bulk_edit, bulk_log, quick_log
from crm_desktop.services.accounts import Match
from tests.world import TODAY, add_account


@pytest.fixture
def ids(app: App) -> list[int]:
    return [add_account(app.store, f"Firm {number}") for number in range(6)]


_WRITTEN = {
    "interaction": "kind, direction, day, subject, notes, minutes, department, happened_at IS NULL",
    "follow_up": "what, due, due_minute",
    "promise": "what, due, made_by",
}


@pytest.mark.parametrize(
    "line",
    [
        "email about new prices",
        "call yesterday 30 min about transport, follow up fri",
        "visit promise samples +3 #fair",
        "message thank you for the year",
    ],
)
def test_it_is_one_step_and_the_same_as_one_by_one(app: App, ids: list[int], line: str) -> None:
    store, before = app.store, app.store.dump()
    steps = len(store.steps())
    entry = bulk_log.understand(store, line, TODAY)
    saved = bulk_log.save(store, ids[:3], entry, TODAY)
    assert (saved.accounts, len(store.steps())) == (3, steps + 1)
    assert "with 3 accounts" in saved.message
    alone = quick_log.understand(store, line, TODAY, Match(ids[3], "Firm 3", "C")).entry()
    quick_log.save(store, alone, TODAY)
    for table, columns in _WRITTEN.items():
        rows = store.rows(f"SELECT account_id, {columns} FROM {table} ORDER BY account_id")
        by_account = {row[0]: row[1:] for row in rows}
        assert {by_account.get(account) for account in ids[:3]} == {by_account.get(ids[3])}
    assert len({tags for (tags,) in store.rows("SELECT tags FROM account WHERE id <= ?", (ids[3],))}) == 1
    store.undo()
    store.undo()
    assert store.dump() == before


def test_without_a_kind_it_is_a_note_and_a_name_in_it_is_no_account(app: App, ids: list[int]) -> None:
    entry = bulk_log.understand(app.store, "Firm 5 is moving to Leeds", TODAY)
    assert (entry.kind, entry.account, entry.new_account) == (InteractionKind.NOTE, None, "")
    assert entry.subject == "Firm 5 is moving to Leeds"
    assert bulk_log.told(entry) == "Note · Firm 5 is moving to Leeds"


@pytest.mark.parametrize("line", ["call 4/10", "order 500 eur", "", "   "])
def test_what_belongs_to_one_account_or_says_nothing_is_refused(app: App, ids: list[int], line: str) -> None:
    before = app.store.dump()
    entry = bulk_log.understand(app.store, line, TODAY)
    assert bulk_log.what_is_wrong(entry)
    with pytest.raises(UserError):
        bulk_log.save(app.store, ids, entry, TODAY)
    assert app.store.dump() == before


def test_accounts_in_the_bin_are_passed_over(app: App, ids: list[int]) -> None:
    bulk_edit.delete(app.store, ids[:2])
    entry = bulk_log.understand(app.store, "call about prices", TODAY)
    assert bulk_log.save(app.store, ids, entry, TODAY).accounts == 4
    steps = len(app.store.steps())
    assert bulk_log.save(app.store, ids[:2], entry, TODAY).accounts == 0
    assert len(app.store.steps()) == steps


def test_before_it_is_saved_all_of_it_is_told(app: App) -> None:
    entry = bulk_log.understand(app.store, "call 30 min about transport promise samples fri", TODAY)
    told = bulk_log.told(entry)
    assert "30 min" in told
    assert "promise samples" in told


def test_nothing_is_written_where_all_were_binned_meanwhile(app: App, ids: list[int]) -> None:
    bulk_edit.delete(app.store, ids[:2])
    before = app.store.dump()
    saved = bulk_log.save(app.store, ids[:2], bulk_log.understand(app.store, "call", TODAY), TODAY)
    assert saved == (0, "None of these accounts is here any more.")
    assert app.store.dump() == before
