"""Makes one whole, checked, private and sealed copy of a workspace while it is in use."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage.keys import give_key

MOMENT = "%Y%m%d-%H%M%S%f"
"""How the moment of a copy stands in its name, of the fraction of a second three digits."""
_PAGES_A_STEP = 4096


class Copy(NamedTuple):
    """A copy that was made, and when by the clock of the laptop."""

    path: Path
    taken: datetime


def backup_folder(workspace: Path) -> Path:
    """Where the automatic backups of a workspace lie: beside it."""
    return workspace.with_name(workspace.name + "-backups")


def seal_of(copy: Path) -> Path:
    """Where the SHA-256 of a copy lies: beside it, as ``sha256sum`` writes and checks it."""
    return copy.with_name(copy.name + ".sha256")


def seal(copy: Path) -> None:
    """Writes down the SHA-256 of a copy as it is now. Raises ``OSError``."""
    _write_seal(copy, _sha256(copy))


def is_as_made(copy: Path) -> bool:
    """Whether a copy still has the bytes it was made with; one without a seal cannot tell. Raises ``OSError``.

    The pages of SQLite have no checksum: one bit that fell over may pass every check of its own.
    """
    try:
        made = seal_of(copy).read_text(encoding="ascii", errors="replace").split(maxsplit=1)
    except FileNotFoundError:
        return True
    return not made or made[0] == _sha256(copy)


def copy_workspace(
    connection: apsw.Connection, workspace: Path, why: str, folder: Path | None = None, *, key: str | None = None
) -> Copy:
    """Copies what ``connection`` holds now to ``<stem>-<day>-<time>-<why>.crm`` in ``folder``.

    Raises ``UserError`` when it cannot be written or does not read back; nothing half-made is left behind.
    """
    folder = folder or backup_folder(workspace)
    now = datetime.now()
    moment = now.strftime(MOMENT)[:-3]
    name = f"{workspace.stem}-{moment}-{why}.crm"
    unfinished = folder / f"{name}.unfinished"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        digest = transfer(connection, unfinished, key)
        _write_seal(folder / name, digest)
        unfinished.rename(folder / name)
    except (OSError, apsw.Error) as error:
        for left in (unfinished, seal_of(folder / name)):
            with suppress(OSError):
                left.unlink()
        raise UserError(
            tr("The backup could not be written to {folder}.", folder=folder),
            tr("Your data is untouched."),
            tr("Check the space on the drive and your rights to it, or choose another folder."),
        ) from error
    return Copy(folder / name, datetime.strptime(moment, MOMENT))


def transfer(source: apsw.Connection, path: Path, key: str | None = None) -> str:
    """Copies page by page through SQLite's backup API and compares the two; returns the SHA-256 of the copy.

    Raises ``apsw.Error`` where they differ.

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
            digest, rows = beside.submit(_to_disk, path), beside.submit(_counts, source)
            if not same or copy.pragma("quick_check") != "ok" or _counts(copy) != rows.result():
                raise apsw.CorruptError("the copy differs")
            return digest.result()
    except OSError as error:
        raise apsw.IOError("the copy did not reach the disk") from error
    finally:
        copy.close()


def _to_disk(path: Path) -> str:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return _sha256(path)


def _sha256(path: Path) -> str:
    import hashlib  # not before the first paint

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_seal(copy: Path, digest: str) -> None:
    seal_of(copy).unlink(missing_ok=True)
    descriptor = os.open(seal_of(copy), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(f"{digest}  {copy.name}\n".encode("utf-8", "surrogateescape"))
        os.fsync(file.fileno())


def _counts(connection: apsw.Connection) -> list[int]:
    tables = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    ]
    return [connection.execute(f'SELECT count(*) FROM "{name}"').get for name in tables]
