"""The folder of files beside a workspace: each is kept once, named by its SHA-256, and never written a second time."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from secrets import token_hex
from typing import IO, NamedTuple

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr

LARGEST = 500 << 20
"""Bytes of one file that is kept."""
_BLOCK = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}")
# Not known on Windows, which has no links that a program follows without asking.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Kept(NamedTuple):
    """A file in the folder: its name there, and bytes."""

    sha256: str
    size: int


def folder_of(workspace: Path) -> Path:
    """Where the files of a workspace lie: beside it."""
    return workspace.with_name(workspace.name + ".files")


def path_in(folder: Path, sha256: str) -> Path:
    """The place of a file. The name is checked, so that no row of the workspace can lead anywhere else."""
    if not _NAME.fullmatch(sha256):
        raise ValueError(sha256)
    return folder / sha256[:2] / sha256


def keep(folder: Path, source: IO[bytes], *, known: str = "") -> Kept:
    """Copies what ``source`` gives into the folder; what is there already is not written again.

    With ``known`` the bytes must be those. Raises ``UserError``; nothing half-made is left behind.
    """
    try:
        _make_private(folder)
        unfinished = folder / f"unfinished-{token_hex(8)}"
        digest, size = hashlib.sha256(), 0
        descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINK, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                while block := source.read(_BLOCK):
                    size += len(block)
                    if size > LARGEST:
                        raise _too_large()
                    digest.update(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            name = digest.hexdigest()
            if known and name != known:
                raise UserError(tr("A file is damaged."), tr("It was left where it is."))
            _put(unfinished, folder, name)
        finally:
            with suppress(OSError):
                unfinished.unlink()
    except OSError as error:
        raise _not_kept(folder, error) from error
    return Kept(name, size)


def _put(unfinished: Path, folder: Path, name: str) -> None:
    """Moves a finished file to its place, unless a sound one is there."""
    place = path_in(folder, name)
    _make_private(place.parent)
    if is_sound(folder, name):
        return
    if place.is_symlink() or place.is_dir():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    unfinished.replace(place)


def take_in(folder: Path, path: Path) -> Kept:
    """Keeps a copy of a file of the person's. Raises ``UserError``, also for what is no file."""
    try:
        # Looked at first: opening a pipe would wait for somebody to write into it.
        seen = path.stat()
        if stat.S_ISDIR(seen.st_mode):
            raise UserError(
                tr("{file} is a folder.", file=path.name), tr("Nothing was kept."), tr("Drop the files in it.")
            )
        if not stat.S_ISREG(seen.st_mode):
            raise UserError(tr("{file} is not a file.", file=path.name), tr("Nothing was kept."))
        if seen.st_size > LARGEST:
            raise _too_large()
        with path.open("rb") as source:
            return keep(folder, source)
    except OSError as error:
        raise UserError(
            tr("{file} cannot be read ({cause}).", file=path.name, cause=error.strerror or error),
            tr("Nothing was kept."),
            tr("Close it in other programs and check your rights to it."),
        ) from error


def open_kept(folder: Path, sha256: str) -> BufferedReader | None:
    """The bytes of a kept file, or ``None`` where it is missing; a link in its place counts as missing."""
    try:
        descriptor = os.open(path_in(folder, sha256), os.O_RDONLY | _NO_LINK)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb")


def is_there(folder: Path, sha256: str, size: int) -> bool:
    """A file of this name and size lies in the folder; its bytes are not read."""
    with suppress(OSError, ValueError):
        seen = path_in(folder, sha256).lstat()
        return stat.S_ISREG(seen.st_mode) and seen.st_size == size
    return False


def is_sound(folder: Path, sha256: str) -> bool:
    """The bytes are those that the name stands for."""
    source = open_kept(folder, sha256)
    if source is None:
        return False
    with source:
        return hashlib.file_digest(source, "sha256").hexdigest() == sha256


def copy_to(folder: Path, sha256: str, target: Path) -> None:
    """A copy for other programs under a name that does not exist yet. Raises ``UserError`` where it is missing."""
    source = open_kept(folder, sha256)
    if source is None:
        raise UserError(
            tr("The file {file} is missing.", file=target.name),
            tr("Everything else is as it was."),
            tr("Put a backup back, or drop the file in again."),
        )
    digest = hashlib.sha256()
    with source:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINK, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            while block := source.read(_BLOCK):
                digest.update(block)
                file.write(block)
    if digest.hexdigest() != sha256:
        target.unlink()
        raise UserError(tr("The file {file} is damaged.", file=target.name), do=tr("Put a backup back."))


def bring(names: Iterable[str], source: Path, target: Path, *, link: bool) -> None:
    """Brings files from one folder into another, where the second has not got them.

    With ``link`` both share the bytes on the drive where it can do that; they are never written again.
    What the first folder lacks, or has damaged, is left out. Raises ``UserError`` when the second cannot be written to.
    """
    for name in names:
        place = path_in(target, name)
        if place.is_file() and not place.is_symlink():
            continue
        if not is_sound(source, name) or (link and _linked(path_in(source, name), place)):
            continue
        held = open_kept(source, name)
        if held is not None:
            with held:
                keep(target, held, known=name)


def _linked(path: Path, place: Path) -> bool:
    try:
        _make_private(place.parent.parent)
        _make_private(place.parent)
        os.link(path, place, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True


def names_in(folder: Path) -> Iterator[str]:
    """The files that lie in the folder."""
    for part in sorted(folder.glob("[0-9a-f][0-9a-f]")) if folder.is_dir() and not folder.is_symlink() else ():
        for path in sorted(part.iterdir()) if part.is_dir() and not part.is_symlink() else ():
            if _NAME.fullmatch(path.name) and path.name.startswith(part.name):
                yield path.name


def forget(folder: Path, names: Iterable[str]) -> None:
    """Removes files that nothing can ask for any more."""
    for name in names:
        with suppress(OSError):  # one too many does no harm
            path_in(folder, name).unlink()


def _make_private(folder: Path) -> None:
    """A folder of its owner's only; a link in its place is refused, because it may lead anywhere."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def _too_large() -> UserError:
    return UserError(
        tr("A file may have {most} MB at most.", most=LARGEST >> 20),
        tr("Nothing was kept."),
        tr("Note in the history where it lies instead."),
    )


def _not_kept(folder: Path, error: OSError) -> UserError:
    return UserError(
        tr("The file could not be kept in {folder} ({cause}).", folder=folder, cause=error.strerror or error),
        tr("Nothing was changed."),
        tr("Check the space on the drive and your rights to it."),
    )
