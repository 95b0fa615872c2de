"""Opening never damages: what is not ours or is newer is refused, byte for byte as it was."""

from __future__ import annotations

import hashlib
import importlib
import os
import stat
import sys
import types
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from crm_desktop.app import open_workspace
from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts
from crm_desktop.storage import backup, database, tables
from crm_desktop.storage.database import APPLICATION_ID, SCHEMA_VERSION, open_database
from crm_desktop.storage.refusals import not_opened
from crm_desktop.storage.store import Store
from tests.rights import as_anybody, open_folder, take_away


def _fingerprint(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def _foreign(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO account VALUES (1, 'x')")
    connection.close()


def _newer(path: Path) -> None:
    Store(path, create=True).close()
    connection = apsw.Connection(str(path))
    connection.pragma("user_version", SCHEMA_VERSION + 1)
    connection.close()


def _newer_in_the_journal_only(path: Path) -> None:
    """The newer version number still stands in the -wal file, as after a crash of the newer program."""
    Store(path, create=True).close()
    connection = apsw.Connection(str(path))
    connection.pragma("user_version", SCHEMA_VERSION + 1)
    for suffix in ("", "-wal"):
        (path.parent / f"copy{suffix}").write_bytes(path.with_name(path.name + suffix).read_bytes())
    connection.close()
    path.unlink()
    for suffix in ("", "-wal"):
        (path.parent / f"copy{suffix}").rename(path.with_name(path.name + suffix))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_foreign, "not a crm-desktop workspace"),
        (_newer, "newer crm-desktop"),
        (lambda path: path.write_bytes(b"Account,Phone\nAcme,1\n"), "not a crm-desktop workspace"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "not a crm-desktop workspace"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\0" * 4080), "not a crm-desktop workspace"),
        (lambda path: path.write_bytes(os.urandom(5000)), "not a crm-desktop workspace"),
        (lambda path: path.write_bytes(b""), "not a crm-desktop workspace"),
        (lambda path: path.mkdir(), "is not a file"),
        (lambda path: path.symlink_to(path), "not"),
    ],
)
@pytest.mark.parametrize("create", [False, True])
def test_what_is_not_ours_is_refused_and_left_as_it_was(tmp_path: Path, make, sentence: str, create: bool) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "w.crm"
    make(path)
    if create and path.is_file() and not path.stat().st_size:
        pytest.skip("an empty file may become a workspace when one is wanted")
    before = {} if path.is_dir() or path.is_symlink() else _fingerprint(tmp_path)
    with pytest.raises(UserError, match=sentence):
        open_database(path, create=create)
    if before:
        assert _fingerprint(tmp_path) == before


def test_a_newer_version_that_only_the_journal_knows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    _newer_in_the_journal_only(path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(UserError, match="newer crm-desktop"):
        open_database(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    connection = apsw.Connection(str(path))
    assert connection.pragma("user_version") == SCHEMA_VERSION + 1
    connection.close()


def test_a_missing_workspace_is_not_made_where_one_was_expected(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no workspace"):
        open_database(tmp_path / "w.crm")
    assert list(tmp_path.iterdir()) == []


def test_a_new_workspace_is_ours_private_and_durable(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        store = Store(tmp_path / "deep" / "w.crm", create=True)
        connection = store.database.connection()
        assert connection.pragma("application_id") == APPLICATION_ID
        assert connection.pragma("user_version") == SCHEMA_VERSION
        assert connection.pragma("journal_mode") == "wal"
        assert connection.pragma("synchronous") == 2
        assert connection.pragma("foreign_keys") == 1
        modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "deep").iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o700
        store.close()
    finally:
        os.umask(umask)


def test_every_table_of_the_program_stands_in_the_migrations_column_by_column(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.crm", create=True)
    for table in (*tables.RECORDED, *tables.DERIVED, tables.Operation):
        meta = table._meta
        columns = [row[1] for row in store.rows(f"PRAGMA table_info({meta.table_name})")]
        assert columns == [field.column_name for field in meta.sorted_fields], meta.table_name
    store.close()


def test_a_migration_that_fails_leaves_the_file_at_the_step_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = importlib.import_module("crm_desktop.storage.migrations.0001_first")
    monkeypatch.setattr(first, "SCRIPT", first.SCRIPT + "CREATE TABLE account (id INTEGER);")
    path = tmp_path / "w.crm"
    with pytest.raises(apsw.SQLError):
        open_database(path, create=True)
    monkeypatch.undo()
    store = Store(path, create=True)
    assert store.problems() == []
    store.close()


def test_an_encrypted_workspace_opens_with_its_key_only(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    Store(path, key="it's a secret ☃", create=True).close()
    assert not path.read_bytes().startswith(b"SQLite format 3")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    for key in (None, "wrong", ""):
        with pytest.raises(UserError):
            Store(path, key=key)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    store = Store(path, key="it's a secret ☃")
    assert store.problems() == []
    store.close()


def test_a_later_migration_keeps_the_data_and_takes_a_backup_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.crm"
    old = open_workspace(path, create=True)
    accounts.add(old.store, AccountFields(name="Acme"))
    dump = old.store.dump()
    old.close()
    step = types.ModuleType("step")
    step.SCRIPT = "ALTER TABLE account ADD COLUMN colour TEXT NOT NULL DEFAULT 'none';"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "crm_desktop.storage.migrations.9999_colour", step)
    monkeypatch.setattr(database, "_STEPS", {**database._STEPS, 9999: "9999_colour"})
    monkeypatch.setattr(database, "SCHEMA_VERSION", 9999)
    new = open_workspace(path)
    assert new.store.dump() == dump
    assert new.store.value("SELECT colour FROM account") == "none"
    assert new.store.undo() is not None, "what was recorded before a column was added can still be taken back"
    new.close()
    monkeypatch.undo()
    [kept] = backup.of_workspace(path)
    assert kept.why == "migration"
    before = open_workspace(kept.path)
    assert before.store.dump() == dump
    before.close()


def _below_a_file(folder: Path) -> Path:
    (folder / "drive").write_text("a file stands where the drive should be")
    return folder / "drive" / "w.crm"


def _far_below_a_file(folder: Path) -> Path:
    return _below_a_file(folder).parent / "sub" / "w.crm"


def _name_too_long(folder: Path) -> Path:
    return folder / ("w" * 300)


@pytest.mark.parametrize("where", [_below_a_file, _far_below_a_file, _name_too_long])
def test_a_place_where_nothing_can_be_made_is_one_sentence(tmp_path: Path, where: Callable[[Path], Path]) -> None:
    path = where(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError) as told:
        open_database(path, create=True)
    assert path.name in told.value.what
    assert told.value.safe == "Nothing was changed."
    assert "drive" in told.value.do
    assert sorted(tmp_path.iterdir()) == before


def test_a_journal_that_cannot_be_opened_is_one_sentence_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    Store(path, create=True).close()
    before = path.read_bytes()
    path.with_name("w.crm-wal").mkdir()
    with pytest.raises(UserError, match="cannot be opened") as told:
        Store(path)
    assert "copy the file to a drive that can be written to" in told.value.do
    assert path.read_bytes() == before


def test_in_a_folder_without_the_right_to_write_none_is_made() -> None:
    with open_folder() as folder:
        take_away(folder)
        with as_anybody(), pytest.raises(UserError, match="No workspace can be made"):
            Store(folder / "new.crm", create=True)
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (apsw.FullError(), "disk is full"),
        (apsw.BusyError(), "Another program"),
        (apsw.ReadOnlyError(), "cannot be opened"),
        (apsw.PermissionsError(), "cannot be opened"),
        (apsw.IOError(), "drive does not answer"),
        (apsw.CorruptError(), "damaged"),
    ],
)
def test_what_the_driver_refuses_is_explained(error: apsw.Error, sentence: str) -> None:
    told = not_opened(error, Path("w.crm"))
    assert isinstance(told, UserError)
    assert sentence in told.what
    assert told.safe
    assert told.do


def test_a_damaged_workspace_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "w.crm"
    Store(path, create=True).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(UserError, match="damaged"):
        Store(path).rows("SELECT * FROM account")


def test_putting_a_backup_where_nothing_can_be_written_is_one_sentence(tmp_path: Path) -> None:
    kept = tmp_path / "kept.crm"
    Store(kept, create=True).close()
    with pytest.raises(UserError, match="cannot be replaced"):
        backup.restore(kept, _below_a_file(tmp_path))
