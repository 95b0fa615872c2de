"""What the schema and the drive refuse, in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts
from crm_desktop.storage import tables


@pytest.mark.parametrize(
    "values",
    [
        {"score": float("nan")},
        {"score": 10.5},
        {"score": -1},
        {"score": float("inf")},
    ],
)
def test_the_schema_refuses_impossible_ratings(app: App, values: dict[str, Any]) -> None:
    account = accounts.add(app.store, AccountFields(name="Acme"))
    with pytest.raises(IntegrityError), app.store.operation("x"):
        tables.Rating.insert(id=1, account_id=account, day=1, **values).execute()


@pytest.mark.parametrize("amount", ["12.5", "'12.50x'", "NULL", "1e400"])
def test_the_schema_refuses_money_that_is_not_a_whole_number(app: App, amount: str) -> None:
    account = accounts.add(app.store, AccountFields(name="Acme"))
    with pytest.raises(Exception, match=r"constraint|INTEGER|NULL"), app.store.operation("x"):
        app.store.database.connection().execute(
            f"INSERT INTO purchase (id, account_id, day, amount, currency) VALUES (1, {account}, 1, {amount}, 'EUR')"
        )


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "w.crm", create=True)
    accounts.add(app.store, AccountFields(name="Acme"))
    before = app.store.dump()
    connection = app.store.database.connection()
    connection.pragma("max_page_count", connection.pragma("page_count"))
    with pytest.raises(UserError, match="disk is full"):
        accounts.add(app.store, AccountFields(name="Big", notes="x" * 1_000_000))
    assert app.store.dump() == before
    connection.pragma("max_page_count", 1 << 30)
    accounts.add(app.store, AccountFields(name="Big", notes="x" * 1_000_000))
    app.close()


def test_a_disk_that_is_full_after_a_save_is_not_told_as_if_nothing_was_saved(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "w.crm", create=True)
    accounts.add(app.store, AccountFields(name="Acme"))
    connection = app.store.database.connection()
    connection.pragma("max_page_count", connection.pragma("page_count"))
    with pytest.raises(UserError, match="disk is full") as told, app.store.derivation():
        connection.execute("INSERT INTO packed VALUES ('test', 1, x'', zeroblob(1000000))")
    assert told.value.safe == "What you saved is safe; only the lists are not up to date."
    app.close()


def test_a_workspace_that_another_program_holds_is_told(tmp_path: Path) -> None:
    app = open_workspace(tmp_path / "w.crm", create=True)
    app.store.database.connection().setbusytimeout(1)
    # The other program must not share our SQLite library's locks: a process of its own.
    import subprocess
    import sys

    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import apsw, sys; c = apsw.Connection(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); "
            "print('held', flush=True); sys.stdin.read()",
            str(tmp_path / "w.crm"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    try:
        with pytest.raises(UserError, match="Another program"):
            accounts.add(app.store, AccountFields(name="Acme"))
    finally:
        holder.communicate(b"")
    accounts.add(app.store, AccountFields(name="Acme"))
    app.close()
