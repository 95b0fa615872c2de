"""Says in a sentence why a workspace was not opened, or what its drive refused, where SQLite has only a code."""

from __future__ import annotations

from pathlib import Path

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr


class NotWritableError(UserError):
    """The file may be readable, but its folder or its drive takes nothing."""


def not_ours(name: str) -> UserError:
    """A file of some other program, or of none."""
    return UserError(
        tr("{file} is not a crm-desktop workspace.", file=name),
        tr("It was not changed."),
        tr("Choose another file, or import this one."),
    )


def too_new(name: str, version: int, known: int) -> UserError:
    """A workspace of a newer program."""
    return UserError(
        tr(
            "{file} was made by a newer crm-desktop (workspace version {version}, this program knows {known}).",
            file=name,
            version=version,
            known=known,
        ),
        tr("It was not changed."),
        tr("Install the newest crm-desktop to open it."),
    )


def wrong_key(name: str, key: str | None) -> UserError:
    """Nothing in the file can be read with this key; without one it is taken for no workspace at all."""
    if key is None:
        return not_ours(name)
    return UserError(
        tr("This pass phrase does not open {file}.", file=name),
        tr("It was not changed."),
        tr("Check the pass phrase."),
    )


def not_opened(error: apsw.Error, path: Path) -> Exception:
    """The driver's refusal to open ``path`` as a sentence, where the person can do something about it."""
    if isinstance(error, (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, apsw.AuthError)):
        # The journal lies beside the file, so that even reading takes a folder that can be written to.
        return NotWritableError(
            tr("{file} cannot be opened: its folder cannot be written to, or its drive is gone.", file=path),
            tr("Nothing was changed."),
            tr("Check the drive and your rights to it, or copy the file to a drive that can be written to."),
        )
    return explained(error)


def not_read(error: apsw.Error | OSError, path: Path) -> UserError:
    """Why a file that cannot be written to cannot be read either."""
    if isinstance(error, (apsw.CorruptError, apsw.FullError)):
        told = explained(error)
        if isinstance(told, UserError):
            return told
    what = tr("{file} cannot be opened: its folder cannot be written to, or its drive is gone.", file=path)
    if isinstance(error, OSError) and error.strerror:
        what = tr("{file} cannot be opened ({cause}), and cannot be written to.", file=path, cause=error.strerror)
    return UserError(
        what,
        tr("Nothing was changed."),
        tr("Check the drive and your rights to it, or copy the file to a drive that can be written to."),
    )


def explained(error: apsw.Error) -> Exception:
    """The driver's error as a sentence, where the person can do something about it; else the error itself."""
    safe = tr("Nothing was saved and nothing was lost.")
    if isinstance(error, apsw.FullError):
        return UserError(tr("The disk is full."), safe, tr("Free some space and try again."))
    if isinstance(error, (apsw.BusyError, apsw.LockedError)):
        return UserError(tr("Another program is using the workspace."), safe, tr("Close it and try again."))
    if isinstance(error, (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError)):
        return UserError(
            tr("The workspace cannot be written to."),
            safe,
            tr("Check the drive and your rights to the file, or copy it to a drive that can be written to."),
        )
    if isinstance(error, (apsw.CorruptError, apsw.NotADBError)):
        return UserError(
            tr("The workspace file is damaged."),
            safe,
            tr("Keep a copy of it, then put a backup back: crm restore FILE"),
        )
    if isinstance(error, apsw.IOError):
        return UserError(
            tr("The drive does not answer as it should."),
            safe,
            tr("Check that it is connected and not full, then try again."),
        )
    return error
