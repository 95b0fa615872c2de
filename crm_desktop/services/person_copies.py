"""The other places that hold a person: backups, copies moved aside, and the small files of this laptop."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import apsw

from crm_desktop import settings
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.mentions import Target
from crm_desktop.paths import log_folder, state_folder
from crm_desktop.services.files import replacing
from crm_desktop.storage import backup, erasing, erasing_files, taking_out
from crm_desktop.storage.attachments import wanted
from crm_desktop.storage.copying import backup_folder, seal, seal_of, transfer
from crm_desktop.storage.erasing import Person
from crm_desktop.storage.keys import give_key, is_encrypted
from crm_desktop.storage.reading_only import reading
from crm_desktop.storage.store import Store

_SIDECARS = ("-wal", "-shm", "-journal")


class Copy(NamedTuple):
    """A file with the whole workspace in it. ``readable``: it could be looked into, and holds the person."""

    path: Path
    readable: bool


def all_copies(workspace: Path) -> list[Path]:
    """Every copy that the program made of a workspace: backups, what restoring moved aside, what was left half-made."""
    beside = workspace.parent.glob(f"{_escaped(workspace.stem)}-replaced-*{workspace.suffix}")
    unfinished = [
        *workspace.parent.glob(f"{_escaped(workspace.name)}.restoring"),
        *backup_folder(workspace).glob("*.unfinished"),
    ]
    return [*(each.path for each in backup.of_workspace(workspace)), *sorted(beside), *sorted(unfinished)]


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def holding(store: Store, person: Person, mark: str) -> Iterator[Copy]:
    """Those of the copies in which the person is, and those that cannot be read."""
    for path in all_copies(store.path):
        try:
            with _opened(path, store.database.key) as connection:
                there = min(person.contacts)
                held = not erasing.find(connection, _person_there(connection, there, person), mark).is_empty
        except (apsw.Error, OSError):
            yield Copy(path, readable=False)
        else:
            if held:
                yield Copy(path, readable=True)


def _person_there(connection: apsw.Connection, contact: int, person: Person) -> Person:
    """The person as a copy knows them, with every name and row that the workspace knows."""
    there = erasing.person_in(connection, contact, person.target)
    return Person(there.contacts | person.contacts, there.accounts | person.accounts, there.target)


@contextmanager
def _opened(path: Path, key: str | None) -> Iterator[apsw.Connection]:
    # A backup from before the workspace was encrypted is plain.
    with reading(path, key if is_encrypted(path) else None) as connection:
        yield connection


def files_asked_for(store: Store) -> set[str]:
    """The kept files that one of the copies would ask for if it were put back."""
    found: set[str] = set()
    for path in all_copies(store.path):
        with suppress(apsw.Error, OSError, UserError), _opened(path, store.database.key) as connection:
            found |= wanted(connection)
    return found


def make_again(path: Path, store: Store, person: Person, mark: str, now: int, *, files: bool = False) -> bool:
    """Puts a copy without the person in the place of one with them; ``False`` for one without, which stays as it is.

    ``files``: without the files that are theirs alone, too.

    Raises ``UserError``, ``OSError`` or ``apsw.Error``.
    The old one stays as it was until the new one is whole and checked.
    """
    key = store.database.key if is_encrypted(path) else None
    with _opened(path, key) as source:
        there = _person_there(source, min(person.contacts), person)
        found = erasing.find(source, there, mark)
        if found.is_empty:
            return False
        if files:
            erasing_files.take_along(found, (each for each in erasing_files.of(source, found) if each.alone), mark, now)
        sealed = seal_of(path).exists()
        with replacing(path) as fresh:
            transfer(source, fresh, key)
            _take_out(fresh, key, there, found, mark, now)
            seal_of(path).unlink(missing_ok=True)
    _drop_sidecars(path)
    if sealed:
        seal(path)
    return True


def _take_out(fresh: Path, key: str | None, there: Person, found: erasing.Found, mark: str, now: int) -> None:
    connection = apsw.Connection(str(fresh))
    try:
        give_key(connection, key)
        connection.pragma("secure_delete", True)
        connection.pragma("temp_store", "memory")
        with connection:
            taking_out.take_out(connection, there, found, mark, now)
        taking_out.compact(connection)
        if connection.pragma("quick_check") != "ok":
            raise apsw.CorruptError("the new copy is not sound")
    finally:
        connection.close()


def delete(path: Path) -> None:
    """Deletes a copy with what lies beside it. Raises ``OSError``."""
    path.unlink(missing_ok=True)
    _drop_sidecars(path)
    seal_of(path).unlink(missing_ok=True)


def _drop_sidecars(path: Path) -> None:
    for sidecar in _SIDECARS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + sidecar).unlink()


def small_files(workspace: Path, target: Target) -> Iterator[Path]:
    """What this laptop keeps of the workspace beside it, and its settings and logs, where they name the person."""
    for path in _small_files(workspace):
        with suppress(OSError):
            if target.without(_text(path), "", by_name=target.everywhere)[1]:
                yield path


def clean(path: Path, target: Target, mark: str) -> None:
    """Takes the person out of a small file. Raises ``UserError`` when it cannot be written."""
    text, count = target.without(_text(path), mark, by_name=target.everywhere)
    if count:
        with replacing(path) as fresh:
            fresh.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def _small_files(workspace: Path) -> Iterator[Path]:
    # Drafts and recents are named by where the workspace lies: those of others are not ours to change.
    ours = hashlib.sha256(os.fsencode(workspace.absolute())).hexdigest()[:16]
    with suppress(UserError):
        yield from sorted(path for path in state_folder().iterdir() if path.is_file() and ours in path.name)
    with suppress(UserError):
        yield from sorted(path for path in log_folder().iterdir() if path.is_file())
    with suppress(UserError):
        chosen = settings.settings_file()
        yield from (path for path in (chosen, chosen.with_suffix(".bad")) if path.is_file())
