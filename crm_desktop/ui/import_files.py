"""Asks for the files of the Import page: which one is read, and where the rows left out are saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.importing import Plan, save_rows_left_out
from crm_desktop.ui.page import Page

_TABLES = "*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.ods *.vcf *.ics"


def ask_which(page: Page, last: Path | None) -> Path | None:
    """The file to import, first looked for where the last one was; ``None`` when it was given up."""
    folder = last.parent if last is not None else Path.home()
    forms = tr("Tables and cards ({patterns})", patterns=_TABLES) + ";;" + tr("All files (*)")
    chosen, _ = QFileDialog.getOpenFileName(page, tr("Choose a file to import"), str(folder), forms)
    return Path(chosen) if chosen else None


def save_left_out(page: Page, plan: Plan) -> None:
    """Asks where to, and saves the rows that a plan does not import, each with the reason."""
    if not plan.rejected:
        return
    source, desk = plan.source.path, page.desk
    name = tr("{file} - rows left out.csv", file=source.stem)
    chosen, _ = QFileDialog.getSaveFileName(
        page, tr("Save the rows left out"), str(source.with_name(name)), tr("Tables (*.csv)")
    )
    if chosen:
        target = Path(chosen)
        saved = tr_n("{n} row saved to {file}.", "{n} rows saved to {file}.", len(plan.rejected), file=target.name)
        desk.tasks.run(lambda: save_rows_left_out(plan, target), lambda _n: desk.say(saved))
