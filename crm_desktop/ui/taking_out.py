"""Takes a list, or everything, out of the program: into a file of the form one chooses, or onto paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop import settings
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.page import Listed
from crm_desktop.ui.widgets.message import Message

if TYPE_CHECKING:
    from crm_desktop.ui.printing import Sheet

MOST_PRINTED = 2_000


class _StoppedError(UserError):
    """The person does not want it any more."""


class TakingOut(QObject):
    """Belongs to the window. ``status`` shows how far it is; ``message`` offers to stop what takes long."""

    _progress = Signal(int)

    def __init__(self, desk: Desk, window: QWidget, *, message: Message, status: Callable[[str], None]) -> None:
        super().__init__(window)
        self._desk, self._window, self._message, self._status = desk, window, message, status
        self._stopped = False
        self._file = Path()
        self._progress.connect(self._show_progress)

    def export_list(self, listed: Listed | None, name: str) -> None:
        """Asks for a file and writes the list of a page into it."""
        if listed is None:
            self._desk.say(tr("There is no list here. Export everything from the File menu."))
            return
        from crm_desktop.services import export_files

        file = self._ask(tr("Export this list"), name, export_files.LISTED)
        if file is not None:
            app = self._desk.app
            self._write(
                file,
                lambda: export_files.export_listing(
                    app.store, file, listed(), app.today, datetime.now(UTC), self._tell
                ),
            )

    def export_everything(self) -> None:
        """Asks for a file and writes the whole workspace into it."""
        from crm_desktop.services import export_files

        file = self._ask(tr("Export everything"), tr("Everything"), export_files.EVERYTHING)
        if file is not None:
            app = self._desk.app
            self._write(
                file,
                lambda: export_files.export_everything(app.store, file, app.today, datetime.now(UTC), self._tell),
            )

    def print_list(self, listed: Listed | None) -> None:
        """Reads the list of a page, and shows it as it will be on paper."""
        if listed is None:
            self._desk.say(tr("There is no list here to print."))
            return
        from crm_desktop.ui.printing import sheet_of

        self._desk.tasks.run(lambda: sheet_of(listed(), MOST_PRINTED), self._preview)

    def _preview(self, sheet: Sheet) -> None:
        from crm_desktop.ui.printing import preview

        preview(sheet, self._desk.app.today, self._window)

    # -- where to --------------------------------------------------------------------------------

    def _ask(self, title: str, name: str, endings: Sequence[str]) -> Path | None:
        filters = {f"{_form(ending)} (*{ending})": ending for ending in endings}
        folder = settings.get().export_folder
        start = Path(folder if folder and Path(folder).is_dir() else Path.home()) / (name + endings[0])
        chosen, form = QFileDialog.getSaveFileName(self._window, title, str(start), ";;".join(filters))
        if not chosen:
            return None
        file = Path(chosen)
        if file.suffix.lower() in _FORMS and file.suffix.lower() not in endings:
            self._desk.show_problem(_other_form(file, endings))
            return None
        if file.suffix.lower() not in endings:
            file = file.with_name(file.name + filters.get(form, endings[0]))
        try:
            settings.change(export_folder=str(file.parent))
        except UserError as error:
            self._desk.show_problem(error)
        return file

    # -- writing ---------------------------------------------------------------------------------

    def _write(self, file: Path, work: Callable[[], int]) -> None:
        self._stopped, self._file = False, file

        def done(count: int) -> None:
            self._status(tr("All changes saved"))
            self._desk.say(
                tr_n("{n} entry written to {file}.", "{n} entries written to {file}.", count, file=file.name)
            )

        def failed(error: Exception) -> None:
            self._status(tr("All changes saved"))
            if isinstance(error, _StoppedError):
                self._desk.say(str(error))
            else:
                self._desk.show_problem(error)

        self._desk.tasks.run(work, done, failed=failed)

    def stop(self) -> None:
        """Ends the writing; a file that was there before stays as it was."""
        self._stopped = True

    def _tell(self, rows: int) -> None:
        # In the worker's thread.
        if self._stopped:
            raise _StoppedError(tr("Stopped. Nothing was written."))
        self._progress.emit(rows)

    def _show_progress(self, rows: int) -> None:
        self._status(tr("Exporting: {rows} rows", rows=format_number(rows)))
        if not self._message.isVisible():
            text = tr("Writing {file}…", file=self._file.name)
            self._message.show_done(text, undo=self.stop, undo_label=tr("Stop"), key="")


_FORMS = (".csv", ".xlsx", ".json", ".vcf", ".ics", ".zip")


def _other_form(file: Path, endings: Sequence[str]) -> UserError:
    """A name that promises a form that this cannot be written as: writing another one silently would be no answer."""
    if file.suffix.lower() == ".csv":
        do = tr("Choose “{form}” (.zip), which holds a CSV file for each kind.", form=_form(".zip"))
        return UserError(tr("Everything is more than one CSV file can hold."), tr("Nothing was saved."), do)
    return UserError(
        tr("This cannot be written as “{file}”.", file=file.name),
        tr("Nothing was saved."),
        tr("It can be: {endings}.", endings=", ".join(endings)),
    )


def _form(ending: str) -> str:
    return {
        ".csv": tr("Table as text, CSV"),
        ".xlsx": tr("Excel workbook"),
        ".json": "JSON",
        ".vcf": tr("People as vCards"),
        ".ics": tr("What is planned, as a calendar"),
        ".zip": tr("Tables as text, CSV, packed"),
    }[ending]
