"""What erasing a person will do and what it did, in sentences for the window and the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import journal

if TYPE_CHECKING:
    from crm_desktop.services.erasing_certificate import Certificate, Copies
    from crm_desktop.services.personal_data import Plan

_MOST_FILES = 10
_WORKED_OUT = {"shown", "standing", "stake", "finding", "touched", "rhythm"}


def places(rows: Mapping[str, int]) -> list[str]:
    """How many rows of each kind, in words."""
    said = [journal.amount(table, n) for table, n in rows.items() if table not in {*_WORKED_OUT, "operation"} and n]
    if names := rows.get("operation", 0):
        said.append(tr_n("the name of {n} step of the history", "the names of {n} steps of the history", names))
    if any(rows.get(table) for table in _WORKED_OUT):
        said.append(tr("what was worked out of these"))
    return said


def what_will_happen(plan: Plan, copies: Copies, *, files: bool = False) -> list[str]:
    """Said before the question, the most important first; ``files``: theirs are removed too."""
    lines = [tr("{name} is erased from: {places}.", name=plan.name, places=", ".join(places(plan.rows)))]
    lines.append(tr("What was said stays in the history of the account, without the name."))
    if plan.steps:
        lines.append(
            tr_n(
                "{n} step of the history holds their data and cannot be taken back any more.",
                "{n} steps of the history hold their data and cannot be taken back any more.",
                plan.steps,
            )
        )
    held = [copy for copy in plan.copies if copy.readable]
    if held:
        said = {
            "remake": tr_n("{n} backup holds them too: it is made again without them.",
                           "{n} backups hold them too: they are made again without them.", len(held)),
            "delete": tr_n("{n} backup holds them too: it is deleted.",
                           "{n} backups hold them too: they are deleted.", len(held)),
            "keep": tr_n("{n} backup holds them too, and is left.", "{n} backups hold them too, and are left.",
                         len(held)),
        }  # fmt: skip
        lines.append(said[copies])
    unreadable = len(plan.copies) - len(held)
    if unreadable:
        lines.append(tr_n("{n} backup cannot be read: it may hold them.",
                          "{n} backups cannot be read: they may hold them.", unreadable))  # fmt: skip
    if left := sum(plan.left.values()):
        lines.append(tr_n("{n} text names somebody of the same name elsewhere, and is left.",
                          "{n} texts name somebody of the same name elsewhere, and are left.", left))  # fmt: skip
    lines += _of_files(plan, files)
    missed = tr("A nickname, a slip or another form of the name inside a sentence is not found: search for it first.")
    return [*lines, not_known(), missed]


def not_known() -> str:
    """What no erasure reaches, said before and afterwards."""
    return tr("Backups made into other folders, files exported earlier and other copies are not known here: delete "
              "them yourself.")  # fmt: skip


def _of_files(plan: Plan, remove: bool) -> list[str]:
    gone = [file.name for file in plan.files if remove and file.alone]
    left = [file.name for file in plan.files if not (remove and file.alone)]
    lines = []
    if gone:
        lines.append(tr("Files that came from them are removed: {files}.", files=_some(gone)))
    if left and remove:
        lines.append(tr("Another entry has the same file, so it stays: {files}.", files=_some(left)))
    elif left:
        lines.append(tr("Files that came from them are left as they are: {files}.", files=_some(left)))
    return lines


def _some(names: list[str]) -> str:
    named = ", ".join(names[:_MOST_FILES])
    more = len(names) - _MOST_FILES
    return named if more <= 0 else tr_n("{files} and {n} more", "{files} and {n} more", more, files=named)


def what_happened(told: Certificate, certificate: Path | None) -> list[str]:
    """Said afterwards."""
    lines = [tr("The person was erased.")]
    if told.still_held:
        lines.append(tr("These copies still hold them: {files}.", files=", ".join(told.still_held)))
    if not told.file_rewritten:
        lines.append(tr("The file could not be written anew, so deleted bytes may be left in it. Run: crm compact"))
    if told.small_files_left:
        n = told.small_files_left
        lines.append(tr_n("{n} small file of this computer could not be cleaned.",
                          "{n} small files of this computer could not be cleaned.", n))  # fmt: skip
    removed = sum(file.fate == "removed" for file in told.files)
    if removed:
        lines.append(tr_n("{n} file was removed.", "{n} files were removed.", removed))
    stay = sum(file.fate in ("in a copy that was left", "could not be removed") for file in told.files)
    if stay:
        lines.append(tr_n("{n} file could not be removed everywhere.",
                          "{n} files could not be removed everywhere.", stay))  # fmt: skip
    if certificate is not None:
        lines.append(tr("The certificate is in {file}.", file=certificate.name))
    return lines
