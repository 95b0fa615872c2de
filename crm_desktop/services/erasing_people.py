"""Erases a person from the workspace, its journal, its copies and this laptop, and writes a certificate of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import apsw

from crm_desktop import settings
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import calendar, erasing_wording, person_copies
from crm_desktop.services.files import replacing
from crm_desktop.services.personal_data import mark, name_of
from crm_desktop.storage import erasing, taking_out
from crm_desktop.storage.store import Store

Copies = Literal["remake", "delete", "keep"]
Fate = Literal["re-made", "deleted", "still holds them", "could not be read", "could not be re-made"]
Progress = Callable[[int, int], None]

_FATES: Mapping[Fate, Callable[[], str]] = {
    "re-made": lambda: tr("made again without them"),
    "deleted": lambda: tr("deleted"),
    "still holds them": lambda: tr("STILL HOLDS THEM"),
    "could not be read": lambda: tr("could not be read: it may still hold them"),
    "could not be re-made": lambda: tr("could not be made again: it STILL HOLDS THEM"),
}


@dataclass
class Certificate:
    """What was removed: figures and names of files, nothing of the person but the number of their row."""

    contact: int
    workspace: str
    erased_at: str
    rows: dict[str, int] = field(default_factory=dict)
    steps: int = 0
    copies: dict[str, Fate] = field(default_factory=dict)
    small_files: int = 0
    small_files_left: int = 0
    left_of_the_same_name: int = 0
    files_not_looked_into: int = 0
    file_rewritten: bool = False
    """The workspace was written anew and its journal emptied, so that no deleted byte is left in them."""
    found_afterwards: int = -1
    """How often their full names, addresses and numbers stood in the bytes of the workspace and of the copies."""

    @property
    def still_held(self) -> list[str]:
        """The copies that hold the person, or may."""
        return [name for name, fate in self.copies.items() if fate not in ("re-made", "deleted")]

    @property
    def is_complete(self) -> bool:
        """Nothing of the person is left in what the program knows of."""
        return self.file_rewritten and not (self.still_held or self.small_files_left or self.found_afterwards)

    def _not_cleaned(self) -> str:
        n = self.small_files_left
        return tr_n("{n} small file COULD NOT BE CLEANED", "{n} small files COULD NOT BE CLEANED", n)

    def as_json(self) -> str:
        """For a machine, in English."""
        told = {"what": "certificate of the erasure of a person", **self.__dict__, "still_held_by": self.still_held}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    def as_text(self) -> str:
        """For a person."""
        rewritten = tr("The file was written anew, so that no deleted byte is left in it.")
        if not self.file_rewritten:
            rewritten = tr("THE FILE COULD NOT BE WRITTEN ANEW: deleted bytes may still be in it. Run: crm compact")
        lines = [
            tr("Certificate: a person was erased"),
            "",
            tr("Workspace: {file}", file=self.workspace),
            tr("The person had the number {number}.", number=self.contact),
            tr("Erased at {moment} (UTC).", moment=self.erased_at),
            "",
            tr("Their data was removed from:"),
            *(f"  {place}" for place in erasing_wording.places(self.rows)),
            "  "
            + tr_n(
                "{n} step of the history, which cannot be taken back any more",
                "{n} steps of the history, which cannot be taken back any more",
                self.steps,
            ),
            "  " + tr_n("{n} small file of this computer", "{n} small files of this computer", self.small_files),
            *(["  " + self._not_cleaned()] if self.small_files_left else []),
            "  " + tr("the search index"),
            "",
            rewritten,
            tr("Searched for afterwards in the bytes of every file: found {n} times.", n=self.found_afterwards),
            "",
            tr("Backups and other copies that held them:"),
            *([f"  {name}: {_FATES[fate]()}" for name, fate in self.copies.items()] or ["  " + tr("none")]),
        ]
        if self.left_of_the_same_name:
            n = self.left_of_the_same_name
            lines += ["", tr_n("{n} text names somebody else of the same name, and was left.",
                               "{n} texts name somebody else of the same name, and were left.", n)]  # fmt: skip
        if self.files_not_looked_into:
            n = self.files_not_looked_into
            lines += ["", tr_n("{n} file kept with an account came from them; it was not changed.",
                               "{n} files kept with accounts came from them; they were not changed.", n)]  # fmt: skip
        lines += ["", tr("Files exported earlier, and copies made outside this program, are not known to it.")]
        return "\n".join(lines) + "\n"


def erase(
    store: Store,
    contact: int,
    *,
    copies: Copies,
    today: date,
    certificate: Path | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Certificate:
    """Erases somebody for good; ``certificate`` is a file that ends in .json, or is written as text.

    Raises ``UserError`` before anything is changed where the certificate cannot be written or the file is read-only.
    What cannot be done after that (a backup on a drive that is gone) stands in the certificate.
    """
    name_of(store, contact)
    now = time.time_ns() // 1_000_000
    moment = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
    told = Certificate(contact, store.path.name, moment)
    with replacing(certificate) if certificate else nullcontext() as file:
        person = _erase_here(store, contact, told, now, progress)
        _erase_copies(store, person, told, copies, now)
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


def _erase_here(store: Store, contact: int, told: Certificate, now: int, progress: Progress) -> erasing.Person:
    with store.erasure(tr("Erase a person")) as connection:
        person = erasing.person_in(connection, contact)
        found = erasing.find(connection, person, mark(), progress)
        taking_out.take_out(connection, person, found, mark(), now)
    told.rows, told.steps = dict(found.counts), len(found.steps)
    told.left_of_the_same_name = found.left.total()
    mine = json.dumps(sorted(found.linked.get("interaction", ())))
    told.files_not_looked_into = store.value(
        "SELECT count(*) FROM attachment WHERE interaction_id IN (SELECT value FROM json_each(?))", (mine,)
    )
    try:
        store.compact()
        told.file_rewritten = True
    except UserError:  # the certificate says so, and what to do
        told.file_rewritten = False
    return person


def _erase_copies(store: Store, person: erasing.Person, told: Certificate, copies: Copies, now: int) -> None:
    if copies == "remake":
        for path in person_copies.all_copies(store.path):
            try:
                if person_copies.make_again(path, store, person, mark(), now):
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
