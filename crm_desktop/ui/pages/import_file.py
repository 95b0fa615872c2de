"""The Import page: a file in, its columns matched and checked beside the data, and one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.importing import EmptySheetError, ImportCancelled, ImportResult, Plan
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.import_files import ask_which, save_left_out
from crm_desktop.ui.import_runs import ImportRuns
from crm_desktop.ui.import_telling import corrected, with_field, with_kind, with_told
from crm_desktop.ui.import_trial import Request, Trial
from crm_desktop.ui.page import Page
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.import_head import CHECK, DONE, FILE
from crm_desktop.ui.widgets.import_steps import ImportSteps


class ImportPage(Page):
    """Three steps: file, columns and check, done. All reading and writing of files is the worker's."""

    kinds: ClassVar[tuple[str, ...]] = (
        "account", "contact", "affiliation", "interaction", "purchase", "rating", "setting",
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._request: Request | None = None
        self._trial: Trial | None = None
        self._imported: tuple[Plan, ImportResult] | None = None
        self._runs = ImportRuns(self)
        self._steps = ImportSteps()
        self.head, self.drop_area, self.check = self._steps.head, self._steps.drop_area, self._steps.check
        self.footer, self.done = self._steps.footer, self._steps.done
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._steps)
        self._connect()

    def _connect(self) -> None:
        self._runs.progressed.connect(self._show_progress)
        self.drop_area.choose_asked.connect(self.choose_file)
        self.drop_area.dropped.connect(self.open_file)
        self.drop_area.paste_asked.connect(self.paste_table)
        self._on_key(QKeySequence.StandardKey.Paste, self._paste_by_key)
        self._on_key("Ctrl+Down", lambda: self._jump(1))
        self._on_key("Ctrl+Up", lambda: self._jump(-1))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._on_key(keys, self._import_by_key)
        self.head.kind_chosen.connect(lambda kind: self._ask_again(with_kind(self._request, kind)))
        self.check.field_chosen.connect(self._choose_field)
        # Later, because the file is read anew: the cell's editor is closed first.
        self.check.edited.connect(self._correct, Qt.ConnectionType.QueuedConnection)
        self.check.setting_chosen.connect(self._choose_setting)
        self.check.save_asked.connect(self.save_rows_left_out)
        self.footer.back_asked.connect(self.start_over)
        self.footer.import_asked.connect(self.import_now)
        self.footer.cancel_asked.connect(self._cancel)
        self.done.today_asked.connect(lambda: self.desk.open_page("today"))
        self.done.another_asked.connect(self.start_over)
        self.done.sheet_asked.connect(self.open_again)
        self.done.save_asked.connect(self.save_rows_left_out)
        self.done.duplicates_asked.connect(
            lambda: self.desk.open_duplicates(self._imported[1].operation if self._imported else None)
        )

    def _on_key(self, keys: str | QKeySequence.StandardKey, do: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(do)

    @property
    def title(self) -> str:
        return tr("Import")

    @property
    def foot(self) -> QWidget:
        return self.footer

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl ↓", tr("Next row that needs a look")),
            ("Ctrl ↑", tr("Previous row that needs a look")),
            ("F2", tr("Correct the cell")),
            ("Ctrl Enter", tr("Import the rows")),
        ]

    def panes(self) -> list[QWidget]:
        return self._steps.panes()

    def refresh(self) -> None:
        """The workspace has changed: what would happen is worked out anew, or whether it is still imported."""
        if self._steps.step == CHECK and not self._runs.importing:
            self._check()
        elif self._steps.step == DONE and self._imported is not None:
            plan, result = self._imported
            store = self.app.store

            def still_there() -> bool:
                return all(step.state == "done" for step in store.steps() if step.id == result.operation)

            self.desk.tasks.run(still_there, lambda there: self._show_done(plan, result, there), latest="import-done")

    # -- the file ----------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Asks for a file and opens it."""
        file = ask_which(self, self._request.path if self._request is not None else None)
        if file is not None:
            self.open_file(file)

    def paste_table(self) -> None:
        """Reads the table, or the file, that was copied in another program, and shows what importing it would do."""
        copied = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in copied.urls() if url.isLocalFile()] if copied is not None else []
        if files:
            self.open_file(files[0])
            return
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.drop_area.say_problem(tr("There is no table to paste. Copy one in another program."))
            return
        self._open(Request(Path(tr("Pasted table")), pasted=text))

    def _paste_by_key(self) -> None:
        if self._steps.step == FILE:
            self.paste_table()

    def open_file(self, path: Path) -> None:
        """Reads a file and shows what importing it would do; while an import runs, that goes first."""
        from crm_desktop.services.whole import is_whole  # not before there is a file

        if is_whole(path) and not self._runs.importing:
            self.desk.open_whole(path)
        else:
            self._open(Request(path))

    def _open(self, request: Request) -> None:
        if self._runs.importing:
            self.desk.say(tr("An import is under way. Choose the file again when it is done."))
            return
        self._runs.stop()
        self._request, self._trial, self._imported = request, None, None
        self.check.clear()
        self._steps.go(FILE)
        self.drop_area.say_problem("")
        self.head.text.setText(tr("Reading {file}…", file=request.path.name))
        self._check()

    def open_again(self) -> None:
        """Reads the file that was imported once more, for another of its sheets."""
        if (plan := self._plan) is not None:
            self.open_file(plan.source.path)

    def start_over(self) -> None:
        """Back to choosing a file; a trial run under way is stopped."""
        self._runs.forget()
        self._trial = self._imported = None
        self.drop_area.say_problem("")
        self._steps.go(FILE)
        self.drop_area.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the trial run -----------------------------------------------------------------------------

    def _check(self) -> None:
        request = self._request
        if request is None:
            return
        self.check.summary.show_checking()
        self.footer.show_checking()
        self._runs.try_out(request, self._show_trial, self._not_checked)

    def _show_trial(self, trial: Trial) -> None:
        # To what is asked; and where an answer was given, its button is gone: the keyboard goes on to what is next.
        before, self._trial = self._trial, trial
        first = before is None or bool(before.asked or trial.asked)
        if isinstance(trial.refusal, EmptySheetError) and before is not None:
            # The sheet that was chosen is empty: the one that is shown stays.
            self._request = before.request
            self.desk.say(trial.refusal.what)
            self._show_trial(before)
            return
        if trial.source is None and not trial.asked:
            self._steps.go(FILE)
            self.drop_area.say_problem(trial.sentence)
            self.drop_area.button.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, trial.sentence)
            return
        self._steps.go(CHECK)
        self.check.show_trial(trial)
        self.head.show_trial(trial)
        plan = trial.plan
        self.footer.show_ready(plan.imported if plan else None)
        if first:
            self._first_stop(trial).setFocus(Qt.FocusReason.OtherFocusReason)
        said = trial.sentence
        if plan is not None:
            left_out = tr_n("{n} row left out", "{n} rows left out", len(plan.rejected))
            said = f"{self.footer.import_button.label}, {left_out}"
        announce(self, said)

    def _jump(self, step: int) -> None:
        if self._steps.step == CHECK and not self._runs.importing:
            self.check.jump(step)

    def _first_stop(self, trial: Trial) -> QWidget:
        if trial.asked or trial.elsewhere:
            return self.check.summary.first_stop()
        return self.check.table.header if trial.missing else self.check.table

    def _show_progress(self, run: int, done: int, total: int) -> None:
        if run == self._runs.current:
            self.footer.show_progress(done, total)
            if self._steps.step == FILE and done:
                # A large file: the way there is shown where the answer will stand.
                self._steps.go(CHECK)
                self.footer.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_checked(self, run: int, error: Exception) -> None:
        if isinstance(error, UserError):
            self.desk.show_problem(error)
        self._recover(run)

    def _recover(self, run: int) -> None:
        """After our own bug, which the window reports: nothing was changed, and the page can be used on."""
        if run == self._runs.current:
            self._steps.set_locked(False)
            self.footer.show_ready(None)
            if self._trial is None:
                self._steps.go(FILE)

    # -- what a person tells -----------------------------------------------------------------------

    def _ask_again(self, request: Request | None) -> None:
        if request is not None:
            self._request = request
            self._check()

    def _choose_field(self, column: int, name: str) -> None:
        self._ask_again(with_field(self._request, self._trial, column, name))

    def _choose_setting(self, name: str, value: object) -> None:
        self._ask_again(with_told(self._request, name, value))

    def _correct(self, number: int, column: int, text: str) -> None:
        self._ask_again(corrected(self._request, number, column, text))

    # -- importing ---------------------------------------------------------------------------------

    def import_now(self) -> None:
        """Does what the trial run said, as one step."""
        plan = self._trial.plan if self._trial else None
        if plan is None or not plan.imported or self._runs.importing:
            return
        begun = self._runs.begin()
        self._steps.set_locked(True)
        self.footer.show_importing(plan.imported)
        self.footer.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._runs.carry_out(
            begun,
            plan,
            lambda result: self._end(plan, result),
            failed=self._end_without,
        )

    def _import_by_key(self) -> None:
        if self._steps.step != CHECK:
            return
        if self.check.table.is_writing:
            # What is being written goes into the cell first; what importing then would do is seen before it is done.
            self.check.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.footer.import_button.click()

    def _cancel(self) -> None:
        self._runs.stop()
        self.footer.show_stopping()

    def _end(self, plan: Plan, result: ImportResult) -> None:
        self._steps.set_locked(False)
        if result.operation is None:
            # Meanwhile all of it came in some other way.
            self._check()
            return
        self._imported = plan, result
        self._show_done(plan, result, True)
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_without(self, run: int, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._recover(run)
            return
        self._steps.set_locked(False)
        if isinstance(error, ImportCancelled):
            self.desk.say(tr("The import was stopped. Nothing was changed."))
        else:
            self.desk.show_problem(error)
        self._check()
        self.check.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_done(self, plan: Plan, result: ImportResult, there: bool) -> None:
        if there:
            self.done.show_imported(plan.source, result)
        else:
            self.done.show_undone(plan.source)
        self._steps.go(DONE)

    # -- rows left out -----------------------------------------------------------------------------

    def save_rows_left_out(self) -> None:
        """Asks where to, and saves the rows that are not imported, each with the reason."""
        if (plan := self._plan) is not None:
            save_left_out(self, plan)

    @property
    def _plan(self) -> Plan | None:
        """What was imported, or would be now."""
        return self._imported[0] if self._imported else self._trial.plan if self._trial else None

    # -- Qt ----------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._steps.take_focus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._runs.end_with(self.window())
