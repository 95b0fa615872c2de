"""The trial runs and the import of the Import page, in the worker: one at a time, each can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import tr_n
from crm_desktop.services import importing
from crm_desktop.services.importing import ImportResult, Plan
from crm_desktop.ui.import_trial import Request, Trial, name_of, try_out
from crm_desktop.ui.page import Page

Failed = Callable[[int, Exception], None]


class ImportRuns(QObject):
    """``progressed``, from the worker's thread: the number of the run, how far it is, and how far it goes."""

    progressed = Signal(int, int, int)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._stop = Event()
        self.current = 0
        """The number of the latest run; what an earlier one still says no longer counts."""
        self.importing = False
        """Rows are being written."""

    def end_with(self, window: QWidget) -> None:
        """A window that closes does not wait for a trial run; an import under way is finished."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and not self.importing:
            self.stop()
        return super().eventFilter(watched, event)

    def stop(self) -> None:
        """Stops what is under way."""
        self._stop.set()

    def forget(self) -> None:
        """Stops what is under way, and what it still says does not count."""
        self._stop.set()
        self.current += 1

    def begin(self) -> tuple[int, Event]:
        """A new run: from here on it is the one that is stopped."""
        self.forget()
        self._stop = Event()
        return self.current, self._stop

    def try_out(self, request: Request, done: Callable[[Trial], None], failed: Failed) -> None:
        """Works out what importing would do; ``done`` is called unless another run has begun."""
        run, stop = self.begin()
        app = self._page.app

        def work() -> Trial | None:
            return try_out(
                app,
                request,
                progress=lambda at, of: self.progressed.emit(run, at, of),
                cancelled=stop.is_set,
            )

        def shown(trial: Trial | None) -> None:
            if trial is not None and run == self.current:
                done(trial)

        self._page.desk.tasks.run(work, shown, latest="import-plan", failed=lambda error: failed(run, error))

    def carry_out(
        self,
        begun: tuple[int, Event],
        plan: Plan,
        done: Callable[[ImportResult], None],
        failed: Failed,
    ) -> None:
        """Does what a trial run said, as one step; ``begun`` is the run that has begun for it."""
        run, stop = begun
        store = self._page.app.store
        self.importing = True

        def work() -> ImportResult:
            return importing.write_import(
                store,
                plan,
                progress=lambda at, of: self.progressed.emit(run, at, of),
                cancelled=stop.is_set,
            )

        def ended(result: ImportResult) -> None:
            self.importing = False
            done(result)

        def ended_without(error: Exception) -> None:
            self.importing = False
            failed(run, error)

        self._page.desk.write(work, ended, message=lambda result: _message(plan, result), failed=ended_without)


def _message(plan: Plan, result: ImportResult) -> str:
    """What the message with Undo says; nothing where nothing was imported, so that Undo undoes nothing else."""
    if result.operation is None:
        return ""
    file = name_of(plan.source)
    return tr_n("{n} row imported from {file}.", "{n} rows imported from {file}.", result.imported, file=file)
