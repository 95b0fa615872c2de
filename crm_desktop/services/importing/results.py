"""What an import says about itself: how far it is, its problems, and the result that scripts read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.importing.changes import Change

Progress = Callable[[int, int], None]
"""Called with how far the work is and how far it goes, in the thread that works."""

Cancelled = Callable[[], bool]


class ImportCancelled(UserError):  # noqa: N818 - a choice of the person, not an error
    """The person stopped the import; nothing was changed."""


class Problem(NamedTuple):
    """A cell worth a look. ``row`` as in a spreadsheet (the header is row 1); no ``column``: the row as a whole."""

    row: int
    column: int | None
    text: str
    reason: str


class RejectedRow(NamedTuple):
    """A row that is left out; ``cells`` are kept for the first thousand only."""

    row: int
    reason: str
    problems: tuple[Problem, ...]
    cells: tuple[str, ...]


class Watch:
    """Tells how far the work is and stops it when the person says so; from ``begin`` to ``end`` of 1,000 steps."""

    def __init__(self, rows: int, progress: Progress | None, cancelled: Cancelled | None, begin: int, end: int) -> None:
        self._rows = max(rows, 1)
        self._progress, self._cancelled = progress, cancelled
        self._begin, self._end = begin, end

    def __call__(self, done: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise ImportCancelled(tr("The import was stopped."), tr("Nothing was changed."))
        if self._progress is not None:
            self._progress(self._begin + (self._end - self._begin) * min(done, self._rows) // self._rows, 1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What was imported, or would be. ``imported`` + rejected + ``duplicates`` is always ``rows_total``."""

    outcome: str
    kind: str = ""
    rows_total: int = 0
    imported: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    duplicates: int = 0
    warnings: tuple[str, ...] = ()
    error: str = ""
    accounts_created: int = 0
    contacts_created: int = 0
    added: Mapping[str, int] = field(default_factory=dict)
    doubts: int = 0
    changes: tuple[Change, ...] = ()
    changes_total: int = 0
    operation: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The one JSON object that ``crm import --json`` prints last."""
        return {
            "outcome": self.outcome,
            "kind": self.kind,
            "rows_total": self.rows_total,
            "imported": self.imported,
            "rejected": [{"row": row.row, "reason": row.reason} for row in self.rejected],
            "duplicates": self.duplicates,
            "warnings": list(self.warnings),
            "error": self.error,
            "accounts_created": self.accounts_created,
            "contacts_created": self.contacts_created,
            "added": dict(self.added),
            "doubts": self.doubts,
            "changes_total": self.changes_total,
            "changes": [change.to_json() for change in self.changes],
            "operation": self.operation,
        }


def refused(error: UserError, kind: str = "") -> ImportResult:
    """The result of an import that was refused as a whole."""
    return ImportResult(outcome="refused", kind=kind, error=str(error))
