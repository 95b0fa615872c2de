"""Saves the rows that an import left out, each with the reason, as a CSV file to correct and import again."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.neutral import harmless
from crm_desktop.i18n import tr
from crm_desktop.services.importing.plan import Plan
from crm_desktop.services.importing.reading import left_out_title


def save_rows_left_out(plan: Plan, target: Path) -> int:
    """Writes header and rows as they stand in the file, with the reason in front; gives how many.

    An earlier file there is replaced in one step. Raises ``UserError`` when the file cannot be written.
    """
    source = plan.source
    if target.exists() and source.path.exists() and target.samefile(source.path):
        raise UserError(
            tr("That is the file being imported."), tr("Nothing was saved."), tr("Choose another name for the rows.")
        )
    title = left_out_title()
    # A file saved this way and imported again has the column already.
    skip = 1 if source.header[0] == title else 0
    reasons = {row.row: row.reason for row in plan.rejected}
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=target.parent, prefix=f".{target.name}-", encoding="utf-8-sig", newline="", delete=False
        ) as file:
            temporary = Path(file.name)
            try:
                writer = csv.writer(file, delimiter=source.delimiter or ",")
                writer.writerow([title, *source.header[skip:]])
                for number, cells in source.rows():
                    if number in reasons:
                        writer.writerow([reasons[number], *map(harmless, cells[skip:])])
            except BaseException:
                file.close()
                temporary.unlink()
                raise
        os.replace(temporary, target)
    except OSError as error:
        raise UserError(
            tr("{file} cannot be written ({cause}).", file=target.name, cause=error.strerror or type(error).__name__),
            tr("Nothing was saved."),
            tr("Choose another folder."),
        ) from error
    return len(reasons)
