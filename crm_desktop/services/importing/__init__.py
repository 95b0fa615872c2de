"""Brings files in: read, map, check, plan, write. The page and the command line take the same five steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crm_desktop.services import whole
from crm_desktop.services.importing.changes import Change
from crm_desktop.services.importing.encodings import UnclearEncodingError
from crm_desktop.services.importing.identifying import mode_of_own_file
from crm_desktop.services.importing.kinds import KINDS, Field, Kind, field_label, fields_of
from crm_desktop.services.importing.left_out import save_rows_left_out
from crm_desktop.services.importing.mapping import Mapping, propose_mapping
from crm_desktop.services.importing.plan import Plan
from crm_desktop.services.importing.planning import plan_import
from crm_desktop.services.importing.reading import Row, Source, left_out_title, read_pasted, read_source
from crm_desktop.services.importing.remembering import as_before
from crm_desktop.services.importing.results import (
    Cancelled,
    ImportCancelled,
    ImportResult,
    Problem,
    Progress,
    RejectedRow,
    refused,
)
from crm_desktop.services.importing.settings import ImportSettings, Mode
from crm_desktop.services.importing.sheets import EmptySheetError
from crm_desktop.services.importing.writing import write_import
from crm_desktop.storage.store import Store

__all__ = [
    "KINDS",
    "Cancelled",
    "Change",
    "EmptySheetError",
    "Field",
    "ImportCancelled",
    "ImportResult",
    "ImportSettings",
    "Kind",
    "Mapping",
    "Mode",
    "Plan",
    "Problem",
    "Progress",
    "RejectedRow",
    "Row",
    "Source",
    "UnclearEncodingError",
    "as_before",
    "field_label",
    "fields_of",
    "import_file",
    "left_out_title",
    "mode_of_own_file",
    "plan_import",
    "propose_mapping",
    "read_pasted",
    "read_source",
    "refused",
    "save_rows_left_out",
    "write_import",
]


def import_file(
    store: Store,
    path: Path,
    *,
    kind: str = "auto",
    settings: ImportSettings,
    today: date,
    dry_run: bool = False,
    left_out_to: Path | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportResult:
    """All steps in one call, for where nobody is there to look in between.

    ``left_out_to``: where the rows that are left out are saved, to be corrected and imported again.
    Raises ``UserError`` when the file is refused; ``refused`` makes a result of it.
    """
    if whole.is_whole(path):
        return _whole(store, path, dry_run=dry_run)
    source = read_source(path, settings, today)
    mapping = propose_mapping(source, kind, settings, store=store)
    plan = plan_import(store, source, mapping, settings, today=today, progress=progress, cancelled=cancelled)
    if left_out_to is not None and plan.rejected:
        save_rows_left_out(plan, left_out_to)
    return plan.result() if dry_run else write_import(store, plan, progress=progress, cancelled=cancelled)


def _whole(store: Store, path: Path, *, dry_run: bool) -> ImportResult:
    """Brings in a workspace that was exported as JSON; its rows are those of all tables."""
    added, known = whole.load(store, path, dry_run=dry_run)
    return ImportResult(
        outcome="imported", kind="workspace", rows_total=added + known, imported=added, duplicates=known
    )
