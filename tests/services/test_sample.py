"""The sample book in a real workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.sample import generate
from crm_desktop.services import sample
from crm_desktop.services.sample import create_sample
from crm_desktop.storage.store import Store

TODAY = date(2026, 11, 21)
NOW = day_number(TODAY)


def without_ids(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row, ids replaced by the order in which they were given out."""
    dump = store.dump()
    place = {row[0]: (table, index) for table, rows in dump.items() for index, row in enumerate(rows)}
    return {table: [tuple(place.get(value, value) for value in row) for row in rows] for table, rows in dump.items()}


def rows_of(store: Store, query: str) -> list[tuple[Any, ...]]:
    return list(store.database.connection().execute(query))


def test_everything_arrives_in_one_step_that_can_be_undone(store: Store) -> None:
    create_sample(store, 30, TODAY)
    book = list(generate(30, TODAY))
    dump = store.dump()
    assert len(dump["account"]) == 30
    for table, attribute in (
        ("contact", "contacts"),
        ("interaction", "interactions"),
        ("purchase", "purchases"),
        ("rating", "ratings"),
        ("follow_up", "follow_ups"),
        ("promise", "promises"),
    ):
        assert len(dump[table]) == sum(len(getattr(account, attribute)) for account in book)
    assert len(dump["affiliation"]) == len(dump["contact"])
    assert [step.label for step in store.steps()] == ["Sample data"]
    store.undo()
    assert not any(store.dump().values())
    store.redo()
    assert store.dump() == dump


def test_the_same_seed_fills_two_workspaces_alike(store: Store, tmp_path: Path) -> None:
    create_sample(store, 40, TODAY, seed=11)
    other = Store(tmp_path / "other.crm", create=True)
    create_sample(other, 40, TODAY, seed=11)
    assert without_ids(other) == without_ids(store)
    other.close()


def test_values_are_what_the_tables_mean(store: Store) -> None:
    create_sample(store, 60, TODAY)
    assert rows_of(store, "SELECT DISTINCT currency FROM purchase") == [("EUR",)]
    assert rows_of(store, "SELECT count(*) FROM purchase WHERE (amount < 0) <> refund") == [(0,)]
    for table in ("purchase", "interaction", "rating"):
        ((newest,),) = rows_of(store, f"SELECT max(day) FROM {table}")
        assert NOW - 14 < newest < NOW
    ((typed,),) = rows_of(store, "SELECT count(*) FROM interaction WHERE noted_at IS NOT NULL")
    ((imported,),) = rows_of(store, "SELECT count(*) FROM interaction WHERE noted_at IS NULL")
    assert 0 < typed < imported
    wrong = "SELECT count(*) FROM interaction WHERE noted_at < happened_at OR happened_at / 86400000 <> day"
    assert rows_of(store, wrong) == [(0,)]
    elsewhere = """SELECT count(*) FROM interaction i WHERE contact_id NOT IN
        (SELECT contact_id FROM affiliation f WHERE f.account_id = i.account_id)"""
    assert rows_of(store, elsewhere) == [(0,)]


def test_names_are_found_whatever_the_script(store: Store) -> None:
    create_sample(store, 60, TODAY)
    for name, key in rows_of(store, "SELECT name, name_key FROM account"):
        assert key == key.casefold()
        assert key or not name
    found = rows_of(store, "SELECT count(*) FROM account_index WHERE account_index MATCH 'pe* OR ko* OR pa*'")
    assert found[0][0] > 0


def test_the_truth_is_not_stored(store: Store) -> None:
    create_sample(store, 60, TODAY)
    words = {account.truth.pattern.value for account in generate(60, TODAY)} - {"new", "silent", "steady", "growing"}
    text = repr(store.dump())
    assert not [word for word in words if word in text and "_" in word]


def test_progress_is_told_and_can_stop_the_work(store: Store) -> None:
    told: list[tuple[int, int]] = []
    create_sample(store, 20, TODAY, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (20, 20)
    store.undo()

    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        create_sample(store, 20, TODAY, progress=stop)
    assert not any(store.dump().values())


def test_a_large_book_is_written_in_several_steps(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "ACCOUNTS_A_STEP", 25)
    create_sample(store, 60, TODAY)
    assert [step.label for step in store.steps()] == ["Sample data"] * 3
    assert len(store.dump()["account"]) == 60


@pytest.mark.parametrize("accounts", [0, -3])
def test_an_empty_sample_is_refused(store: Store, accounts: int) -> None:
    with pytest.raises(UserError, match="at least one account"):
        create_sample(store, accounts, TODAY)
    assert not store.steps()


def test_one_account_is_enough(store: Store) -> None:
    create_sample(store, 1, TODAY)
    assert len(store.dump()["account"]) == 1
