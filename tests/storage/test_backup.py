"""Backups: whole, checked, private; restoring loses nothing that was there."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread

import apsw
import pytest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts
from crm_desktop.storage import backup, row_rules
from crm_desktop.storage.copying import backup_folder, seal_of


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = open_workspace(tmp_path / "w.crm", create=True)
    yield opened
    opened.close()


def test_a_backup_of_a_workspace_in_use_holds_all_of_it(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    taken = backup.take(app.store, "asked")
    assert stat.S_IMODE(taken.path.stat().st_mode) == 0o600
    assert [one.path for one in backup.of_workspace(app.store.path)] == [taken.path]
    assert {file.name for file in taken.path.parent.iterdir()} == {taken.path.name, f"{taken.path.name}.sha256"}
    copy = open_workspace(taken.path)
    assert copy.store.dump() == app.store.dump()
    assert copy.store.undo() is not None
    copy.close()


def test_restoring_brings_back_what_was_and_keeps_what_is(app: App, tmp_path: Path) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    before = app.store.dump()
    taken = backup.take(app.store, "asked", tmp_path / "elsewhere")
    accounts.add(app.store, AccountFields(name="Beta"))
    after = app.store.dump()
    app.close()
    aside = backup.restore(taken.path, app.store.path)
    assert aside is not None
    for path, dump in ((app.store.path, before), (aside, after), (taken.path, before)):
        opened = open_workspace(path)
        assert opened.store.dump() == dump
        opened.close()


def test_what_is_no_workspace_is_not_restored(app: App, tmp_path: Path) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    dump = app.store.dump()
    app.close()
    wrong = tmp_path / "wrong.crm"
    wrong.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(UserError, match="not a crm-desktop workspace"):
        backup.restore(wrong, app.store.path)
    torn = tmp_path / "torn.crm"
    torn.write_bytes(app.store.path.read_bytes()[:40_000])
    with pytest.raises(UserError, match="Nothing was replaced"):
        backup.restore(torn, app.store.path)
    again = open_workspace(app.store.path)
    assert again.store.dump() == dump
    again.close()


def test_old_automatic_backups_are_thinned_and_nothing_else(app: App) -> None:
    assert backup.take_automatic(app.store, "import") is None, "nothing to lose yet"
    accounts.add(app.store, AccountFields(name="Acme"))
    asked = backup.take(app.store, backup.ASKED)
    taken = [backup.take_automatic(app.store, "import") for _ in range(5)]
    folder = backup_folder(app.store.path)
    (folder / "w-my-own-copy.crm").write_text("mine")
    (folder / "w-20269999-000000000-import.crm").write_text("no day")
    last_year = folder / "w-20250301-080000000-import.crm"
    shutil.copy(asked.path, last_year)
    newest = backup.take_automatic(app.store, "import")
    kept = [newest, *reversed(taken[-2:]), asked]
    assert [one.path for one in backup.of_workspace(app.store.path)] == [one.path for one in kept if one] + [last_year]
    assert (folder / "w-my-own-copy.crm").read_text() == "mine"
    assert (folder / "w-20269999-000000000-import.crm").exists()
    assert len(list(folder.glob("*.sha256"))) == 4, "the seals of those that went are gone"


def test_what_the_end_of_the_program_left_of_a_copy_goes_a_day_later(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    folder = backup_folder(app.store.path)
    folder.mkdir()
    old, mine = folder / "w-20250301-080000000-daily.crm.unfinished", folder / "w-my-own.crm.unfinished"
    now = folder / f"w-{datetime.now():%Y%m%d-%H%M%S}000-daily.crm.unfinished"
    for left in (old, mine, now):
        left.write_text("a part")
    assert backup.take_automatic(app.store, "import") is not None
    assert {path for path in folder.iterdir() if "unfinished" in path.name} == {mine, now}


def test_a_day_on_which_something_was_done_has_a_backup(app: App) -> None:
    today = date.today()
    assert backup.take_daily(app.store, today) is None
    accounts.add(app.store, AccountFields(name="Acme"))
    first = backup.take_daily(app.store, today)
    assert first is not None
    assert first.why == backup.DAILY
    accounts.add(app.store, AccountFields(name="Beta"))
    assert backup.take_daily(app.store, today) is None, "one a day"
    tomorrow = today + timedelta(days=1)
    assert backup.take_daily(app.store, tomorrow) is not None
    assert backup.take_daily(app.store, tomorrow) is None, "nothing was done since"


def test_one_wrong_bit_in_a_backup_is_noticed_before_it_replaces_anything(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    taken = backup.take(app.store, backup.ASKED)
    dump = app.store.dump()
    app.close()
    content = bytearray(taken.path.read_bytes())
    place = content.index(b"Acme")
    content[place] ^= 1
    taken.path.write_bytes(content)
    with pytest.raises(UserError, match="Nothing was replaced"):
        backup.restore(taken.path, app.store.path)
    again = open_workspace(app.store.path)
    assert again.store.dump() == dump
    again.close()
    seal_of(taken.path).unlink()
    assert backup.restore(taken.path, app.store.path) is not None, "who has no better one can say so"


def test_others_save_while_a_copy_is_made_and_it_is_of_one_moment(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme", notes="x" * 10_000_000))
    before = app.store.dump()
    copied: list[int] = []

    def save_meanwhile(done: int, _total: int) -> None:
        copied.append(done)
        if len(copied) == 1:
            saving = Thread(target=accounts.add, args=(app.store, AccountFields(name="Beta")), daemon=True)
            saving.start()
            saving.join(30)
            assert not saving.is_alive()

    taken = backup.take(app.store, "asked", progress=save_meanwhile)
    assert len(copied) > 2
    assert copied == sorted(copied), "it did not begin anew"
    assert app.store.dump() != before
    copy = open_workspace(taken.path)
    assert copy.store.dump() == before
    copy.close()


@pytest.mark.parametrize("when", ["in the middle", "when all is copied"])
def test_a_copy_that_is_given_up_leaves_nothing(app: App, when: str) -> None:
    accounts.add(app.store, AccountFields(name="Acme", notes="x" * 10_000_000))

    def give_up(done: int, total: int) -> None:
        if when == "in the middle" or done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.take(app.store, "asked", progress=give_up)
    assert list(backup_folder(app.store.path).iterdir()) == []
    accounts.add(app.store, AccountFields(name="Beta"))


def test_a_copy_with_a_row_that_its_table_would_refuse_does_not_pass(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    damage = apsw.Connection(str(app.store.path))
    damage.pragma("ignore_check_constraints", True)
    damage.execute("UPDATE account SET tier = 'D'")
    damage.close()
    with pytest.raises(UserError, match="did not pass its checks"):
        backup.take(app.store, "asked")
    assert list(backup_folder(app.store.path).iterdir()) == []


def test_every_rule_of_every_table_is_known(app: App) -> None:
    tables = app.store.rows("SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%CHECK%'")
    assert len(tables) > 10
    for (sql,) in tables:
        assert len(row_rules.of_table(sql)) == sql.count("CHECK"), sql


@pytest.mark.expects_logging
def test_a_search_index_that_is_out_of_step_is_made_anew_in_the_copy(app: App) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    dump = app.store.dump()
    damage = apsw.Connection(str(app.store.path))
    damage.execute("INSERT INTO account_index (account_index, rowid, search) SELECT 'delete', id, search FROM account")
    damage.close()
    assert app.store.problems() == ["account_index is out of step with its table"]
    taken = backup.take(app.store, "asked")
    app.close()
    assert backup.restore(taken.path, app.store.path) is not None, "its seal is that of the mended copy"
    again = open_workspace(app.store.path)
    assert again.store.problems() == []
    assert again.store.dump() == dump
    again.close()


def test_a_backup_that_cannot_be_written_is_told_and_leaves_nothing(app: App, tmp_path: Path) -> None:
    accounts.add(app.store, AccountFields(name="Acme"))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="could not be written"):
        backup.take(app.store, "asked", tmp_path / "file" / "folder")
    assert (tmp_path / "file").read_text() == "in the way"
