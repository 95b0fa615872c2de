"""Writes a file whole or not at all: beside its place first, then in one step in its place; readable by its owner."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yields an empty file to write to, which becomes ``target`` at the end; after an error nothing has changed.

    A link at the target's place is replaced, not followed. Raises ``UserError`` when it cannot be written.
    """
    try:
        if target.is_dir():
            raise IsADirectoryError(21, tr("it is a folder"))
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:60]}-", suffix=".unfinished")
        os.close(descriptor)
        unfinished = Path(name)
        try:
            yield unfinished
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(unfinished, target)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as error:
        raise UserError(
            tr("{file} cannot be written ({cause}).", file=target.name, cause=error.strerror or type(error).__name__),
            tr("Nothing was saved."),
            tr("Check the folder and the space on its drive, or choose another."),
        ) from error


def _sync_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
