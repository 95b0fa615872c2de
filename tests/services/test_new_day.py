"""A new day is carried over from the day before; worked out from the events alone it must come out the same."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.domain.signals import SignalKind
from crm_desktop.services import (
    accounts,
    attention,
    corrections,
    importing,
    kept_verdicts,
    quiet_book,
    sample,
    shown,
    standings,
)
from crm_desktop.storage.tables import DERIVED, RECORDED, Operation
from tests.world import TODAY, add_account, buy, rate, talk, verdicts


def _everything(app: App, today: date) -> list[Any]:
    listed = attention.today_list(app.store, today)
    whole = verdicts(app.store)
    assert whole[1], "there is something to compare"
    return [whole, listed.rows, listed.totals, listed.summary, listed.next_expected, quiet_book.stored(app.store)]


def _from_the_events_alone(app: App, folder: Path, today: date) -> list[Any]:
    """The same of a copy in which all that was derived is thrown away."""
    app.close()
    copy = folder / "copy.crm"
    shutil.copy(app.store.path, copy)
    other = open_workspace(copy, today=today)
    standings.check_again(other.store, today)
    found = _everything(other, today)
    other.close()
    copy.unlink()
    app.store.database.bind([*RECORDED, *DERIVED, Operation], bind_refs=False, bind_backrefs=False)
    return found


def _a_days_work(app: App, random: Random, today: date) -> None:
    ids = [account for (account,) in app.store.rows("SELECT id FROM account WHERE deleted_at IS NULL ORDER BY id")]
    ago = (TODAY - today).days
    for account in random.sample(ids, 6):
        buy(app.store, account, [ago + random.choice([0, 0, 0, -3, -40])], amount=random.randrange(-20_000, 90_000))
    for account in random.sample(ids, 4):
        rate(app.store, account, ago, random.randrange(11))
    for account in random.sample(ids, 4):
        talk(app.store, account, ago, random.choice([InteractionKind.CALL, InteractionKind.COMPLAINT]))
    for _ in range(random.randrange(3)):
        app.store.undo()
    which = random.randrange(5)
    if which == 0:
        corrections.pauses(app.store, ids[0], 7, 8, today)
    elif which == 1:
        corrections.left(app.store, random.choice(ids), today)
    elif which == 2:
        corrections.new_rhythm(app.store, random.choice(ids), today - timedelta(days=90), today)
    elif which == 3:
        corrections.not_slipping(app.store, random.choice(ids), today + timedelta(days=2), today)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_new_day_from_what_is_kept_is_the_day_from_the_events(app: App, tmp_path: Path, seed: int) -> None:
    """Twelve days with a weekend, with orders, ratings, words, corrections, undo and days on which nobody looked."""
    random = Random(seed)
    sample.create_sample(app.store, 50, TODAY - timedelta(days=20), seed)
    attention.today_list(app.store, TODAY)
    for day in range(1, 13):
        today = TODAY + timedelta(days=day)
        if random.random() < 0.25:
            continue
        carried = _everything(app, today)
        if day % 4 == 0:
            assert carried == _from_the_events_alone(app, tmp_path, today)
        _a_days_work(app, random, today)
        attention.today_list(app.store, today)


def test_the_book_is_learned_from_once_a_week(app: App) -> None:
    sample.create_sample(app.store, 40, TODAY)
    learned = []
    for day in range(1, 12):
        today = TODAY + timedelta(days=day)
        standings.bring_up_to_date(app.store, today)
        model = app.store.value("SELECT json_extract(value, '$.learned_on') FROM shown WHERE key = 'model'")
        learned.append(date(1970, 1, 1) + timedelta(days=model))
        assert learned[-1] < today
    assert {day.weekday() for day in learned} == {6}
    assert len(set(learned)) == 3


def _model(app: App) -> Any:
    return app.store.value("SELECT value FROM shown WHERE key = 'model'")


@pytest.mark.parametrize("size", [25, 40, 60])
def test_a_first_import_is_learned_from_at_once(app: App, tmp_path: Path, size: int) -> None:
    """Also one so small that its accounts could be worked in one by one: nobody is judged by the built-in habits."""
    attention.today_list(app.store, TODAY)
    built_in = _model(app)
    lines = ["account,date,amount"]
    for number in range(size):
        ago = range(number % 13 + 1, 400, 9 + number % 7)
        lines += [f"Customer {number},{TODAY - timedelta(days=days)},{50 + number}" for days in ago]
    (tmp_path / "orders.csv").write_text("\n".join(lines))
    importing.import_file(
        app.store, tmp_path / "orders.csv", kind="auto", settings=importing.ImportSettings(), today=TODAY
    )
    attention.today_list(app.store, TODAY)
    learned = _model(app)
    assert json.loads(learned)["population"] != json.loads(built_in)["population"]
    standings.check_again(app.store, TODAY)
    assert _model(app) == learned
    app.store.undo()
    attention.today_list(app.store, TODAY)
    assert json.loads(_model(app))["population"] == json.loads(built_in)["population"]


def test_who_is_archived_or_thrown_away_has_no_standing(app: App) -> None:
    sample.create_sample(app.store, 30, TODAY)
    attention.today_list(app.store, TODAY)
    (account,) = app.store.row("SELECT id FROM account ORDER BY id")
    for step in range(4):
        if step % 2:
            app.store.undo()
        else:
            accounts.delete(app.store, account)
        attention.today_list(app.store, TODAY + timedelta(days=step // 2))
        there = app.store.value("SELECT count(*) FROM standing WHERE account_id = ?", (account,))
        assert there == step % 2


def test_nothing_of_what_is_dated_later_counts_before_its_day(app: App, tmp_path: Path) -> None:
    sample.create_sample(app.store, 30, TODAY)
    attention.today_list(app.store, TODAY)
    (account,) = app.store.row("SELECT id FROM account ORDER BY id")
    buy(app.store, account, [-2], amount=77_000)
    rate(app.store, account, -2, 3, "bad")
    talk(app.store, account, -2, InteractionKind.COMPLAINT)
    row = attention.account_row(app.store, account, TODAY + timedelta(days=1))
    after = attention.account_row(app.store, account, TODAY + timedelta(days=2))
    assert row is not None
    assert after is not None
    assert SignalKind.LOW_RATING not in {signal.kind for signal in row.signals}
    assert SignalKind.LOW_RATING in {signal.kind for signal in after.signals}
    assert row.orders[-1] != after.orders[-1] == (day_number(TODAY) + 2, 77_000)
    today = TODAY + timedelta(days=3)
    assert _everything(app, today) == _from_the_events_alone(app, tmp_path, today)


def test_figures_that_move_by_themselves_move_for_who_never_orders(app: App, tmp_path: Path) -> None:
    """A rating counts for a year and, three months back, for three months longer: no order is there to remind of it."""
    sample.create_sample(app.store, 30, TODAY)
    ago = {"A year old tomorrow": 363, "Older tomorrow": 454, "Three months tomorrow": 90}
    ids = [add_account(app.store, name) for name in ago]
    for account, days in zip(ids, ago.values(), strict=True):
        rate(app.store, account, days, 8.0)
    attention.today_list(app.store, TODAY)
    told = {}
    for day in (TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)):
        standings.bring_up_to_date(app.store, day)
        records = kept_verdicts.read(app.store, ids).columns
        told[day] = [
            tuple(None if score != score else score for score in pair)
            for pair in zip(records["rating"].tolist(), records["rating_before"].tolist(), strict=True)
        ]
    assert told[TODAY] == [(8.0, 8.0), (None, 8.0), (8.0, None)]
    assert told[TODAY + timedelta(days=2)] == [(None, 8.0), (None, None), (8.0, 8.0)]
    today = TODAY + timedelta(days=2)
    assert _everything(app, today) == _from_the_events_alone(app, tmp_path, today)


def test_a_new_day_writes_only_the_accounts_of_which_something_shown_changed(app: App) -> None:
    sample.create_sample(app.store, 60, TODAY)
    attention.today_list(app.store, TODAY)
    before = dict(app.store.rows("SELECT account_id, tier || status || revenue || revenue_before FROM standing"))
    written: list[int] = []
    connection = app.store.database.connection()
    connection.set_update_hook(lambda _kind, _file, table, row: written.append(row) if table == "standing" else None)
    attention.today_list(app.store, TODAY + timedelta(days=1))
    connection.set_update_hook(None)
    after = dict(app.store.rows("SELECT account_id, tier || status || revenue || revenue_before FROM standing"))
    assert set(written) == {account for account in after if before[account] != after[account]}
    assert 0 < len(written) < 30


def test_the_tables_wait_until_somebody_shows_accounts_and_are_true_then(app: App, tmp_path: Path) -> None:
    """Also when the list of Today had worked in, on that day, what was logged meanwhile."""
    sample.create_sample(app.store, 40, TODAY)
    standings.bring_up_to_date(app.store, TODAY)
    before = verdicts(app.store)[1]
    tomorrow = TODAY + timedelta(days=1)
    attention.today_list(app.store, tomorrow, whole=False)
    (account,) = app.store.row("SELECT account_id FROM standing ORDER BY revenue DESC")
    buy(app.store, account, [-1], amount=100)
    attention.today_list(app.store, tomorrow, whole=False)
    assert verdicts(app.store)[1] == before
    assert not shown.tables_are_current(app.store, tomorrow)
    standings.bring_up_to_date(app.store, tomorrow)
    assert shown.tables_are_current(app.store, tomorrow)
    buy(app.store, account, [-1], amount=100)
    attention.today_list(app.store, tomorrow, whole=False)
    carried = verdicts(app.store)[1]
    assert carried != before
    assert carried == _from_the_events_alone(app, tmp_path, tomorrow)[0][1]


def test_what_was_touched_is_noted_down_until_it_was_read(app: App) -> None:
    sample.create_sample(app.store, 30, TODAY)
    attention.today_list(app.store, TODAY)
    (account,) = app.store.row("SELECT id FROM account ORDER BY id")
    talk(app.store, account, 0, InteractionKind.COMPLAINT)
    assert app.store.rows("SELECT account_id FROM touched") == [(account,)]
    for today in (TODAY, TODAY + timedelta(days=1)):
        attention.today_list(app.store, today)
        assert app.store.rows("SELECT account_id FROM touched") == []
