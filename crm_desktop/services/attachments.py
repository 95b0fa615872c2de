"""Files kept with an account: dropped, shown, opened with the system's program, binned, and counted with backups."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number, milliseconds
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.mail.parts import Enclosed, file_name
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import accounts
from crm_desktop.services.moments import typed_at
from crm_desktop.storage import attachments as stored
from crm_desktop.storage import kept_files, tables
from crm_desktop.storage.kept_files import Kept
from crm_desktop.storage.store import Store

_AGE = 24 * 60 * 60
"""Seconds for which a copy that was opened, or a file that nothing asks for any more, is left alone."""
# What the system would run, and not only show.
_PROGRAM_ENDINGS = """
    action apk app appimage applescript bat bin cmd com command cpl csh deb desktop dll docm dmg exe gadget
    hta htm html inf ins iso jar js jse ksh lnk mht mhtml msc msi msp pif pkg pl potm ppam pptm ps1 psm1 py
    pyc pyw rb reg rpm run scf scr settingcontent-ms sh shs svg terminal url vb vbe vbs webloc ws wsf wsh xbap
    xhtml xlam xll xlsm xltm zsh
"""
_PROGRAMS = frozenset(_PROGRAM_ENDINGS.split())
_PROGRAM_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"L\x00\x00\x00\x01\x14\x02",
)
# Names that Windows keeps for devices, whatever their ending.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)  # fmt: skip


class Attachment(NamedTuple):
    """A file at an account. ``there``: its bytes lie where they should."""

    id: int
    account: int
    name: str
    sha256: str
    size: int
    day: date
    there: bool


def keep_files(store: Store, account: int | str, files: Sequence[Path], today: date) -> list[str]:
    """Keeps copies of files with an account, or a new one of a name, in one undoable step; returns their names.

    Raises ``UserError`` when one cannot be kept; then none is.
    """
    name, folder = accounts.name_of_any(store, account), _folder(store)
    taken = [(shown_name(path.name), kept_files.take_in(folder, path)) for path in files]
    with store.operation(_label([each for each, _ in taken], name)):
        account = accounts.one_of_any(store, account)
        for shown, kept in taken:
            insert(store, account, shown, kept, today)
    return [shown for shown, _ in taken]


def keep_enclosed(store: Store, account: int, interaction: int, files: Sequence[Enclosed], today: date) -> list[str]:
    """Keeps what came with an e-mail, in one undoable step; returns the names."""
    name, folder = accounts.name_of(store, account), _folder(store)
    taken = [(shown_name(each.name), kept_files.keep(folder, BytesIO(each.content))) for each in files]
    if not taken:
        return []
    held = store.value("SELECT EXISTS (SELECT 1 FROM interaction WHERE id = ?)", (interaction,))
    with store.operation(_label([each for each, _ in taken], name)):
        for shown, kept in taken:
            insert(store, account, shown, kept, today, interaction=interaction if held else None)
    return [shown for shown, _ in taken]


def insert(store: Store, account: int, name: str, kept: Kept, today: date, *, interaction: int | None = None) -> int:
    """Adds a file inside an operation that is already open."""
    return store.insert(
        tables.Attachment,
        account_id=account,
        interaction_id=interaction,
        name=name,
        sha256=kept.sha256,
        size=kept.size,
        day=day_number(today),
        noted_at=milliseconds(typed_at(today)),
    )


def _folder(store: Store) -> Path:
    """Where the bytes go. Raises ``UserError`` for an encrypted workspace: beside it they could be read by anybody."""
    if store.database.key:
        raise UserError(
            tr("This workspace is encrypted, and files beside it would not be."),
            tr("Nothing was kept."),
            tr("Keep the file on an encrypted drive, and note in the history where."),
        )
    return kept_files.folder_of(store.path)


def _label(names: Sequence[str], account: str) -> str:
    first = names[0] if len(names) == 1 else f"{len(names)} files"
    return f"Keep {first} with {account}"


def shown_name(name: str) -> str:
    """A file's name as it is kept: without folders and unseen characters; never empty."""
    return file_name(name) or tr("file")


def of_account(store: Store, account: int) -> list[Attachment]:
    """The files of an account, the newest first."""
    return _read(store, "account_id = ?", account)


def get(store: Store, attachment: int) -> Attachment:
    """One file. Raises ``UserError`` when it is not (or no longer) there."""
    found = _read(store, "id = ?", attachment)
    if not found:
        raise UserError(tr("This file is no longer here."), tr("It may have been undone or put into the bin."))
    return found[0]


def _read(store: Store, condition: str, value: int) -> list[Attachment]:
    folder = kept_files.folder_of(store.path)
    return [
        Attachment(
            row[0], row[1], row[2], row[3], row[4], day_from(row[5]), kept_files.is_there(folder, row[3], row[4])
        )
        for row in store.rows(
            f"SELECT id, account_id, name, sha256, size, day FROM attachment WHERE {condition} AND deleted_at IS NULL "
            "ORDER BY day DESC, id DESC",
            (value,),
        )
    ]


def remove(store: Store, attachment: int) -> str:
    """Puts a file into the bin and returns its name; its bytes stay, so that undo brings it back."""
    found = get(store, attachment)
    with store.operation(tr("Remove {name}", name=found.name)):
        tables.Attachment.update(deleted_at=time.time_ns() // 1_000_000).where(
            tables.Attachment.id == attachment
        ).execute()
    return found.name


def is_program(store: Store, attachment: int) -> bool:
    """Opening it would run something, by its ending or by how it begins: worth a question."""
    found = get(store, attachment)
    if found.name.rpartition(".")[2].lower() in _PROGRAMS:
        return True
    source = kept_files.open_kept(kept_files.folder_of(store.path), found.sha256)
    if source is None:
        return False
    with source:
        return source.read(16).startswith(_PROGRAM_HEADS)


def copy_for_opening(store: Store, attachment: int) -> Path:
    """A copy under its own name, in a folder of its own, for another program. Raises ``UserError``.

    What the other program writes there does not reach the workspace.
    """
    found = get(store, attachment)
    try:
        folder = Path(tempfile.mkdtemp(prefix="crm-desktop-file-"))
        place = folder / safe_on_disk(found.name)
        kept_files.copy_to(kept_files.folder_of(store.path), found.sha256, place)
    except OSError as error:
        raise UserError(
            tr("{file} cannot be opened ({cause}).", file=found.name, cause=error.strerror or error),
            tr("It is kept as it was."),
            tr("Check the space on the drive."),
        ) from error
    return place


def safe_on_disk(name: str) -> str:
    """A name that any drive takes and no system understands as a device or a folder."""
    clean = "".join("_" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in file_name(name)).strip(". ")
    if not clean or clean.partition(".")[0].strip().lower() in _DEVICES:
        clean = f"file-{clean}".rstrip("-")
    while len(os.fsencode(clean)) > 200:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[:-1]}.{ending}" if dot and len(ending) <= 15 and stem else clean[:-1]
    return clean


def tidy(store: Store) -> None:
    """Removes bytes that neither a row nor any step of the journal can ask for any more, and copies once opened."""
    folder = kept_files.folder_of(store.path)
    wanted = stored.wanted(store.database.connection())
    now = time.time()
    old = []
    for name in kept_files.names_in(folder):
        with suppress(OSError):
            if name not in wanted and now - kept_files.path_in(folder, name).stat().st_mtime > _AGE:
                old.append(name)
    kept_files.forget(folder, old)
    for opened in Path(tempfile.gettempdir()).glob("crm-desktop-file-*"):
        with suppress(OSError):
            if not opened.is_symlink() and opened.is_dir() and now - opened.stat().st_mtime > _AGE:
                for path in opened.iterdir():
                    path.unlink()
                opened.rmdir()


def problems(store: Store) -> list[str]:
    """Files of accounts whose bytes are missing or damaged, in sentences."""
    folder = kept_files.folder_of(store.path)
    found = []
    for name, sha256, account in store.rows(
        """SELECT f.name, f.sha256, a.name FROM attachment f JOIN account a ON a.id = f.account_id
        WHERE f.deleted_at IS NULL ORDER BY a.name, f.name"""
    ):
        if not kept_files.is_sound(folder, sha256):
            found.append(tr("The file {file} of {account} is missing or damaged.", file=name, account=account))
    return found


def count(store: Store) -> tuple[int, int]:
    """How many files are kept, and their bytes; each is counted once however often it was dropped."""
    row = store.row(
        "SELECT count(*), coalesce(sum(size), 0) FROM (SELECT DISTINCT sha256, size FROM attachment WHERE sha256 <> ?)",
        (stored.NO_BYTES,),
    )
    return int(row[0]), int(row[1])


def told(names: Sequence[str], account: str) -> str:
    """What was kept, for the message."""
    if len(names) == 1:
        return tr("{file} is kept with {account}.", file=names[0], account=account)
    return tr_n("{n} file is kept with {account}.", "{n} files are kept with {account}.", len(names), account=account)
