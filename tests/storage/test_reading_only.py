"""What cannot be written to opens for reading: nothing is changed, nothing is put beside it, every write says why."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import apsw
import pytest

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.errors import UserError
from crm_desktop.services import attention, backups, shown
from crm_desktop.storage import database
from crm_desktop.storage.store import Store
from tests.rights import as_anybody, open_folder, take_away
from tests.world import TODAY, add_account, buy


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


def _made(folder: Path, key: str | None = None, *, journal: bool = False) -> Path:
    """A workspace with two accounts, one that stopped ordering; with ``journal`` all of it still stands in the -wal."""
    path = folder / "w.crm"
    app = open_workspace(path, key, today=TODAY, create=True)
    if journal:
        app.store.database.connection().config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    buy(app.store, add_account(app.store, "Slipping"), range(150, 600, 14))
    add_account(app.store, "Acme")
    # Worked out for another day: the list of today is still to be worked out. (And what that needs is imported.)
    attention.today_list(app.store, TODAY - timedelta(days=7))
    app.close()
    if journal:
        assert path.with_name("w.crm-wal").stat().st_size > 50_000
        path.with_name("w.crm-shm").unlink(missing_ok=True)
    return path


def _prints(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def _names(app: App) -> list[str]:
    return [name for (name,) in app.store.rows("SELECT name FROM account ORDER BY name")]


@pytest.mark.parametrize("key", [None, "it's a secret ☃"])
@pytest.mark.parametrize("journal", [False, True])
@pytest.mark.parametrize("which", ["file", "folder", "both"])
def test_it_opens_shows_everything_and_leaves_no_trace(
    folder: Path, which: str, journal: bool, key: str | None
) -> None:
    path = _made(folder, key, journal=journal)
    files = list(folder.iterdir())
    before = _prints(folder)
    take_away(*(files if which != "folder" else []), *([folder] if which != "file" else []))
    if which == "folder":
        for file in files:
            file.chmod(0o666)
    with as_anybody():
        app = open_workspace(path, key, today=TODAY)
        assert app.store.reading_only
        assert _names(app) == ["Acme", "Slipping"]
        assert [row.name for row in attention.today_list(app.store, TODAY).rows] == ["Slipping"]
        assert shown.is_current(app.store, TODAY)
        with pytest.raises(UserError) as told:
            add_account(app.store, "New")
        assert "open for reading only" in told.value.what
        assert "cannot be written to" in told.value.what
        assert told.value.safe == "Nothing was changed."
        assert "then open it again" in told.value.do
        with pytest.raises(UserError, match="reading only"):
            app.store.undo()
        app.close()
    assert _prints(folder) == before


def test_the_worker_reads_the_same_copy_and_works_out_the_list(folder: Path) -> None:
    path = _made(folder)
    take_away(path, folder)
    seen: list[object] = []

    def work(app: App) -> None:
        attention.today_list(app.store, TODAY)
        seen.append(shown.is_current(app.store, TODAY))
        app.store.close()

    with as_anybody():
        app = open_workspace(path, today=TODAY)
        thread = threading.Thread(target=work, args=(app,))
        thread.start()
        thread.join()
        seen.append(shown.is_current(app.store, TODAY))
        assert app.store.problems() == []
        app.close()
    assert seen == [True, True]


def test_an_older_file_that_cannot_be_brought_up_to_date_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _made(folder)
    take_away(path, folder)
    monkeypatch.setattr(database, "SCHEMA_VERSION", database.SCHEMA_VERSION + 1)
    with as_anybody(), pytest.raises(UserError, match="made by an older crm-desktop") as told:
        Store(path)
    assert "open the copy" in told.value.do


def test_a_wrong_key_is_refused_there_too(folder: Path) -> None:
    path = _made(folder, "right")
    take_away(path, folder)
    with as_anybody():
        for key in ("wrong", None):
            with pytest.raises(UserError, match=r"does not open|not a crm-desktop"):
                Store(path, key=key)


def test_what_may_not_even_be_read_is_one_sentence(folder: Path) -> None:
    path = _made(folder)
    path.chmod(0)
    with as_anybody(), pytest.raises(UserError, match="cannot be read") as told:
        Store(path)
    assert told.value.safe == "Nothing was changed."


def test_a_journal_that_may_not_be_read_is_not_taken_for_an_empty_one(folder: Path) -> None:
    path = _made(folder, journal=True)
    path.with_name("w.crm-wal").chmod(0)
    take_away(path, folder)
    with as_anybody(), pytest.raises(UserError, match="cannot be opened"):
        Store(path)


@pytest.mark.parametrize("key", [None, "secret"])
def test_a_backup_can_be_taken_of_it_elsewhere_with_its_own_key(folder: Path, tmp_path: Path, key: str | None) -> None:
    path = _made(folder, key)
    place = folder / "place"
    place.mkdir()
    place.chmod(0o777)
    take_away(path, folder)
    with as_anybody():
        app = open_workspace(path, key, today=TODAY)
        with pytest.raises(UserError, match="could not be written"):
            backups.take(app.store)
        copied = backups.take(app.store, place)
        app.close()
    assert copied.read_bytes().startswith(b"SQLite format 3") == (key is None)
    copy = open_workspace(copied, key, today=TODAY)
    assert not copy.store.reading_only
    assert _names(copy) == ["Acme", "Slipping"]
    copy.close()
