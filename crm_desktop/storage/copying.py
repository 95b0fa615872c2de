"""Makes one whole, checked, private copy of a workspace while it is in use."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage.keys import give_key

_PAGES_A_STEP = 4096


def backup_folder(workspace: Path) -> Path:
    """Where the automatic backups of a workspace lie: beside it."""
    return workspace.with_name(workspace.name + "-backups")


def copy_workspace(
    connection: apsw.Connection, workspace: Path, why: str, folder: Path | None = None, *, key: str | None = None
) -> Path:
    """Copies what ``connection`` holds now to ``<stem>-<day>-<time>-<why>.crm`` in ``folder`` and returns the path.

    Raises ``UserError`` when it cannot be written or does not read back; nothing half-made is left behind.
    """
    folder = folder or backup_folder(workspace)
    now = datetime.now()
    name = f"{workspace.stem}-{now:%Y%m%d-%H%M%S}{now.microsecond // 1000:03}-{why}.crm"
    unfinished = folder / f"{name}.unfinished"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        transfer(connection, unfinished, key)
        unfinished.rename(folder / name)
    except (OSError, apsw.Error) as error:
        with suppress(OSError):
            unfinished.unlink()
        raise UserError(
            tr("The backup could not be written to {folder}.", folder=folder),
            tr("Your data is untouched."),
            tr("Check the space on the drive and your rights to it, or choose another folder."),
        ) from error
    return folder / name


def transfer(source: apsw.Connection, path: Path, key: str | None = None) -> None:
    """Copies page by page through SQLite's backup API and compares the two; raises ``apsw.Error`` where they differ.

    The copy of an encrypted workspace has its ``key``, never none. It is on the disk when this returns; what waits for
    the disk is done beside the checks.
    """
    from concurrent.futures import ThreadPoolExecutor  # not before the first paint

    copy = apsw.Connection(str(path))
    try:
        give_key(copy, key)
        copy.pragma("synchronous", "off")
        with copy.backup("main", source, "main") as progress:
            while not progress.done:
                progress.step(_PAGES_A_STEP)
        # One plain file that can be carried about, without a journal beside it.
        copy.pragma("journal_mode", "delete")
        same = all(copy.pragma(name) == source.pragma(name) for name in ("application_id", "user_version"))
        with ThreadPoolExecutor(2) as beside:
            on_disk, rows = beside.submit(_to_disk, path), beside.submit(_counts, source)
            if not same or copy.pragma("quick_check") != "ok" or _counts(copy) != rows.result():
                raise apsw.CorruptError("the copy differs")
            on_disk.result()
    except OSError as error:
        raise apsw.IOError("the copy did not reach the disk") from error
    finally:
        copy.close()


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _counts(connection: apsw.Connection) -> list[int]:
    tables = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    ]
    return [connection.execute(f'SELECT count(*) FROM "{name}"').get for name in tables]
