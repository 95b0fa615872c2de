"""Saves the rows that an import leaves out to a file, from the Import page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.importing import Plan, save_rows_left_out
from crm_desktop.ui.page import Page


class RowsLeftOut:
    """Of the plan that a page shows, or has carried out."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def ask_and_save(self, plan: Plan) -> None:
        """Asks where to, and saves the rows that are not imported."""
        if not plan.rejected:
            return
        name = tr("{file} - rows left out.csv", file=plan.source.path.stem)
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, tr("Save the rows left out"), str(plan.source.path.with_name(name)), tr("Tables (*.csv)")
        )
        if chosen:
            self.save(plan, Path(chosen))

    def save(self, plan: Plan, target: Path) -> None:
        """Saves the rows that are not imported, each with the reason."""
        if not plan.rejected:
            return
        desk = self._page.desk
        saved = tr_n("{n} row saved to {file}.", "{n} rows saved to {file}.", len(plan.rejected), file=target.name)
        desk.tasks.run(lambda: save_rows_left_out(plan, target), lambda _n: desk.say(saved))
