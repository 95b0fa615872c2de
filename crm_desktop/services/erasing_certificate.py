"""The certificate of an erasure: what was removed and what was not, in figures, with nothing of the person in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal

from crm_desktop.i18n import format_day, tr, tr_n
from crm_desktop.services import erasing_wording

Copies = Literal["remake", "delete", "keep"]
FileFate = Literal["removed", "left", "somebody else's too", "in a copy that was left", "could not be removed"]
Fate = Literal["re-made", "deleted", "still holds them", "could not be read", "could not be re-made"]

_FATES: Mapping[Fate, Callable[[], str]] = {
    "re-made": lambda: tr("made again without them"),
    "deleted": lambda: tr("deleted"),
    "still holds them": lambda: tr("STILL HOLDS THEM"),
    "could not be read": lambda: tr("could not be read: it may still hold them"),
    "could not be re-made": lambda: tr("could not be made again: it STILL HOLDS THEM"),
}
_FILE_FATES: Mapping[FileFate, Callable[[], str]] = {
    "removed": lambda: tr("removed"),
    "left": lambda: tr("left, as it was decided"),
    "somebody else's too": lambda: tr("left, because another entry has the same file"),
    "in a copy that was left": lambda: tr("removed here; A BACKUP THAT WAS LEFT STILL HAS IT"),
    "could not be removed": lambda: tr("COULD NOT BE REMOVED"),
}


@dataclass(frozen=True)
class FileTold:
    """A file that came from them or names them, without its name, which may be theirs."""

    kind: str
    """Its ending: pdf."""
    bytes: int
    day: str
    """The day it was kept, ISO."""
    fate: FileFate

    def as_text(self) -> str:
        """For a person: "pdf, 24,000 bytes, kept 12 Mar 2026: removed"."""
        size = tr_n("{n} byte", "{n} bytes", self.bytes)
        day = format_day(date.fromisoformat(self.day), "date")
        kind = self.kind or tr("file")
        return tr("{kind}, {size}, kept {day}: {fate}", kind=kind, size=size, day=day, fate=_FILE_FATES[self.fate]())


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
    files: list[FileTold] = field(default_factory=list)
    """Files kept with accounts that came with their conversations, or whose name named them."""
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
        files_left = any(file.fate in ("in a copy that was left", "could not be removed") for file in self.files)
        here = self.still_held or self.small_files_left or self.found_afterwards or files_left
        return self.file_rewritten and not here

    def _not_cleaned(self) -> str:
        n = self.small_files_left
        return tr_n("{n} small file COULD NOT BE CLEANED", "{n} small files COULD NOT BE CLEANED", n)

    def as_json(self) -> str:
        """For a machine, in English."""
        told = {"what": "certificate of the erasure of a person", **asdict(self), "still_held_by": self.still_held}
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
        if self.files:
            lines += ["", tr("Files kept with accounts that came from them, or whose name named them:")]
            lines += [f"  {file.as_text()}" for file in self.files]
        lines += [
            "",
            tr("Searched for: every name, address and number they have or had here, in any order and script."),
        ]
        lines.append(tr("A nickname, a slip or another form of the name inside a sentence is not found."))
        lines += ["", erasing_wording.not_known()]
        return "\n".join(lines) + "\n"
