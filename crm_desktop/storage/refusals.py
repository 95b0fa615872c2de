"""Says in a sentence what the drive, its owner or another program refused, where SQLite has only a code."""

from __future__ import annotations

from pathlib import Path

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr


class NotWritableError(UserError):
    """The file may be readable, but its folder or its drive takes nothing."""


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
