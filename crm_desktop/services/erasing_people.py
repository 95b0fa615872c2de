"""Erases a person from the workspace, its journal, its copies and this laptop, and writes a certificate of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import apsw

from crm_desktop import settings
from crm_desktop.domain.dates import day_from
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services import calendar, person_copies
from crm_desktop.services.erasing_certificate import Certificate, Copies, Fate, FileFate, FileTold
from crm_desktop.services.files import replacing
from crm_desktop.services.personal_data import ending, mark, name_of
from crm_desktop.storage import erasing, erasing_files, taking_out
from crm_desktop.storage.erasing_files import Theirs
from crm_desktop.storage.store import Store

Progress = Callable[[int, int], None]


def erase(
    store: Store,
    contact: int,
    *,
    copies: Copies,
    files: bool = False,
    today: date,
    certificate: Path | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Certificate:
    """Erases somebody for good; ``files``: also the kept files that came from them, where nobody else has them.

    ``certificate`` is a file that ends in .json, or is written as text.
    Raises ``UserError`` before anything is changed where the certificate cannot be written or the file is read-only.
    What cannot be done after that (a backup on a drive that is gone) stands in the certificate.
    """
    name_of(store, contact)
    now = time.time_ns() // 1_000_000
    moment = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    told = Certificate(contact, store.path.name, moment)
    # A copy that is being made may hold them.
    with store.copying, replacing(certificate) if certificate else nullcontext() as file:
        person, theirs = _erase_here(store, contact, told, now, progress, files=files)
        # Where bytes lie is known before a copy is deleted.
        folders = erasing_files.folders(store.path, person_copies.all_copies(store.path))
        _erase_copies(store, person, told, copies, now, files=files)
        _remove_files(store, theirs, folders, told, files=files)
        for path in person_copies.small_files(store.path, person.target):
            try:
                person_copies.clean(path, person.target, mark())
                told.small_files += 1
            except (OSError, UserError):
                told.small_files_left += 1
        _calendar_again(store, told, today)
        told.found_afterwards = _found_in_bytes(store, person, told)
        if file is not None:
            json_wanted = certificate is not None and certificate.suffix.lower() == ".json"
            file.write_text(told.as_json() if json_wanted else told.as_text(), encoding="utf-8")
    return told


def _erase_here(
    store: Store, contact: int, told: Certificate, now: int, progress: Progress, *, files: bool
) -> tuple[erasing.Person, list[Theirs]]:
    with store.erasure(tr("Erase a person")) as connection:
        person = erasing.person_in(connection, contact)
        found = erasing.find(connection, person, mark(), progress)
        theirs = erasing_files.of(connection, found)
        if files:
            erasing_files.take_along(found, (each for each in theirs if each.alone), mark(), now)
        taking_out.take_out(connection, person, found, mark(), now)
    told.rows, told.steps = dict(found.counts), len(found.steps)
    told.left_of_the_same_name = found.left.total()
    try:
        store.compact()
        told.file_rewritten = True
    except UserError:  # the certificate says so, and what to do
        told.file_rewritten = False
    return person, theirs


def _erase_copies(
    store: Store, person: erasing.Person, told: Certificate, copies: Copies, now: int, *, files: bool
) -> None:
    if copies == "remake":
        for path in person_copies.all_copies(store.path):
            try:
                if person_copies.make_again(path, store, person, mark(), now, files=files):
                    told.copies[path.name] = "re-made"
            except (OSError, UserError, apsw.Error):
                told.copies[path.name] = "could not be re-made"
        return
    for path, readable in person_copies.holding(store, person, mark()):
        fate: Fate = "still holds them" if readable else "could not be read"
        if copies == "delete" and readable:
            with suppress(OSError):
                person_copies.delete(path)
                fate = "deleted"
        told.copies[path.name] = fate


def _remove_files(
    store: Store, theirs: Iterable[Theirs], folders: Iterable[Path], told: Certificate, *, files: bool
) -> None:
    """The bytes go last: no row of the workspace, and of no copy that was made again, asks for them any more."""
    still_asked_for = person_copies.files_asked_for(store)
    for file in theirs:
        fate: FileFate = "left" if not files else "somebody else's too"
        if files and file.alone:
            fate = "removed"
            for folder in folders:
                if file.sha256 in still_asked_for and folder != erasing_files.own_folder(store.path):
                    fate = "in a copy that was left"
                elif erasing_files.remove(folder, file.sha256):
                    fate = "could not be removed"
        day = day_from(file.day).isoformat()
        told.files.append(FileTold(ending(file.name), file.size, day, fate))


def _calendar_again(store: Store, told: Certificate, today: date) -> None:
    """The calendar file that is kept for other programs names people too."""
    chosen = settings.get().calendar_files.get(str(store.path))
    if chosen:
        try:
            told.small_files += calendar.keep_ics(store, Path(chosen), today, datetime.now(UTC))
        except UserError:
            told.small_files_left += 1


def _found_in_bytes(store: Store, person: erasing.Person, told: Certificate) -> int:
    """Looks at the bytes themselves, the last check; a name that somebody else has too is not looked for."""
    target = person.target
    wanted = [*target.emails, *target.phones, *(target.names if target.everywhere else ())]
    texts = [text.encode("utf-8", "surrogatepass") for text in wanted if len(text) > 3]
    kept = {name for name, fate in told.copies.items() if fate not in ("re-made", "deleted")}
    files = [store.path, store.path.with_name(store.path.name + "-wal")]
    files += [path for path in person_copies.all_copies(store.path) if path.name not in kept]
    return sum(_count(path, texts) for path in files if path.is_file())


def _count(path: Path, texts: list[bytes]) -> int:
    found, before = 0, b""
    overlap = max(map(len, texts), default=1) - 1
    with path.open("rb") as file:
        while piece := file.read(8 << 20):
            window = before + piece
            # What lies wholly in the overlap was counted with the piece before.
            found += sum(window.count(text) - before.count(text) for text in texts)
            before = window[-overlap:] if overlap else b""
    return found
