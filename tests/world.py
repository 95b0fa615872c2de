"""Small worlds for tests: accounts that order on a rhythm, through the services that people use."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import AccountFields, InteractionFields, PurchaseFields, RatingFields
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import accounts, attention, history, kept_verdicts, sample
from crm_desktop.storage.store import Store

TODAY = date(2026, 11, 20)


@cache
def _made(accounts: int) -> bytes:
    """The file of a new workspace, with so many sample accounts whose list of Today was looked at once."""
    with tempfile.TemporaryDirectory() as folder:
        app = open_workspace(Path(folder) / "new.crm", today=TODAY, create=True)
        if accounts:
            sample.create_sample(app.store, accounts, TODAY)
            attention.today_list(app.store, TODAY)
        app.close()
        return app.store.path.read_bytes()


def put_workspace(path: Path, *, accounts: int = 0) -> Path:
    """Puts a new workspace there, with so many sample accounts.

    It is made once a run and copied: every migration and a whole business for each of a thousand tests take long.
    """
    path.touch(mode=0o600)
    path.write_bytes(_made(accounts))
    return path


def new_workspace(path: Path, *, accounts: int = 0) -> App:
    """The same, opened on Friday, 20 November 2026."""
    return open_workspace(put_workspace(path, accounts=accounts), today=TODAY)


def add_account(store: Store, name: str, **fields: str) -> int:
    """An account by its name."""
    return accounts.add(store, AccountFields(name=name, **fields))  # type: ignore[arg-type]


def buy(store: Store, account: int, days_ago: Sequence[int], *, amount: int = 10_000, today: date = TODAY) -> None:
    """One purchase on each of these days before today."""
    with store.operation("Orders"):
        for days in days_ago:
            history.insert_purchase(
                store, PurchaseFields(account=account, day=today - timedelta(days=days), amount=amount, currency="EUR")
            )


def talk(store: Store, account: int, days_ago: int, kind: InteractionKind = InteractionKind.CALL) -> None:
    """One contact so many days before today."""
    with store.operation("Call"):
        history.insert_interaction(
            store, InteractionFields(account=account, kind=kind, day=TODAY - timedelta(days=days_ago))
        )


def rate(store: Store, account: int, days_ago: int, score: float, comment: str = "") -> None:
    """One rating so many days before today."""
    with store.operation("Rating"):
        history.insert_rating(
            store,
            RatingFields(account=account, day=TODAY - timedelta(days=days_ago), score=score, comment=comment),
        )


def business(store: Store, regular: int = 30) -> list[int]:
    """A book of so many accounts that order every two weeks and are on their rhythm."""
    ids = []
    for number in range(regular):
        account = add_account(store, f"Steady {number:02}")
        buy(store, account, range(number % 13, 400, 14), amount=5_000 + number)
        ids.append(account)
    return ids


def verdicts(store: Store, these: Collection[int] | None = None) -> list[Any]:
    """Everything that is kept of where accounts stand (``None``: all), to the last bit."""
    found = kept_verdicts.read(store, these)
    kept = [found.ids.tolist(), *(column.tobytes() for column in found.columns.values())]
    rows = store.rows("SELECT s.*, k.stake FROM standing s LEFT JOIN stake k USING (account_id) ORDER BY account_id")
    return [kept, [row for row in rows if these is None or row[0] in these]]
