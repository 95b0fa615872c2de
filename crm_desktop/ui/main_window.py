"""The window: wires its body, the commands and what stands over them, and is what pages may ask (``Desk``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from crm_desktop.app import App
from crm_desktop.domain.changes import Changes
from crm_desktop.services import accounts
from crm_desktop.ui.commands import Command, install
from crm_desktop.ui.keys import ctrl_letter
from crm_desktop.ui.page import Page
from crm_desktop.ui.page_stack import Place
from crm_desktop.ui.tasks import ImmediateTasks, Tasks, WorkerTasks
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.watch import Watch
from crm_desktop.ui.widgets.tab_order import go_on
from crm_desktop.ui.window_actions import WindowActions
from crm_desktop.ui.window_body import WindowBody
from crm_desktop.ui.window_commands import account_commands, window_commands
from crm_desktop.ui.window_keys import WindowKeys
from crm_desktop.ui.window_steps import WindowSteps
from crm_desktop.ui.words_in_memory import WordsInMemory

if TYPE_CHECKING:
    from crm_desktop.ui.backing_up import BackingUp
    from crm_desktop.ui.beside import Beside
    from crm_desktop.ui.dropping import Dropping
    from crm_desktop.ui.overlays import Overlays
    from crm_desktop.ui.taking_out import TakingOut

_LATER = 2_000


class MainWindow(QMainWindow):
    """Wires pages, commands and messages together; what pages may ask of it is ``Desk``."""

    _committed = Signal(object)

    def __init__(
        self,
        app: App,
        tasks: WorkerTasks | ImmediateTasks,
        *,
        reopen: Callable[[Path | None], None] = lambda _path: None,
        replace: Callable[[Callable[[], str]], None] = lambda _put: None,
    ) -> None:
        super().__init__()
        self._app = app
        self._worker = tasks
        self.words = WordsInMemory(self)
        self._reopen, self._replace = reopen, replace
        self.beside: Beside | None = None
        self.setMinimumSize(640, 360)
        self.setAcceptDrops(True)
        self.body = WindowBody(self)
        self.sidebar, self.message = self.body.sidebar, self.body.message
        self.setCentralWidget(self.body)
        steps = WindowSteps(app, tasks, self.message)
        self.write, self.undo, self.redo, self.remember = steps.write, steps.undo, steps.redo, steps.remember
        self.say, self.unsay, self.show_problem = steps.say, steps.unsay, steps.show_problem
        actions = WindowActions(self)
        self.commands = window_commands(self, actions)
        self.actions_by_id = install(self.commands, self, self.menuBar(), ran=self._note_command)
        self._keys = WindowKeys(self, self.actions_by_id, open_brief=actions.brief_of_row)
        # Shown by Alt, as on every platform but macOS, which has it at the top of the screen.
        self.menuBar().setVisible(self.menuBar().isNativeMenuBar())
        self._watch = Watch(app, tasks, self)
        self._connect(actions)
        app.store.listeners.append(self._committed.emit)
        self.open_page("first_run" if self._is_empty() else "today")
        self.body.navigation.count()
        # What reads in the background begins once the window stands.
        QTimer.singleShot(_LATER, self, lambda: self.overlays)

    def _connect(self, actions: WindowActions) -> None:
        self.sidebar.find_requested.connect(lambda: self.overlays.open_palette())
        self.sidebar.log_requested.connect(actions.log)
        self.sidebar.settings_requested.connect(lambda: self.open_page("settings"))
        self.sidebar.workspace_requested.connect(self.choose_workspace)
        self._committed.connect(self._on_changes)
        self._worker.problem.connect(self.show_problem)
        self._watch.new_day.connect(self._on_new_day)

    @property
    def app(self) -> App:
        """The open workspace."""
        return self._app

    @property
    def tasks(self) -> Tasks:
        """Where work off the GUI thread is run."""
        return self._worker

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.body.pages.page

    @property
    def _here(self) -> str:
        return self.body.pages.here.page

    # -- made when first asked for -----------------------------------------------------------------

    @cached_property
    def overlays(self) -> Overlays:
        """What stands over the pages; made a little after the start, or when first asked for."""
        from crm_desktop.ui.overlays import Overlays

        return Overlays(self, self, commands=self._all_commands, verbs=lambda: account_commands(self))

    @cached_property
    def taking_out(self) -> TakingOut:
        """Writes lists into files and prints them; made when first asked for."""
        from crm_desktop.ui.taking_out import TakingOut

        return TakingOut(self, self, message=self.message, status=self.sidebar.set_status)

    @cached_property
    def backing_up(self) -> BackingUp:
        """Makes backups and puts them back; made when asked for."""
        from crm_desktop.ui.backing_up import BackingUp

        return BackingUp(self, self, self._replace)

    @cached_property
    def dropping(self) -> Dropping:
        """Takes what is dropped or pasted; made when something is."""
        from crm_desktop.ui.dropping import Dropping

        return Dropping(self, self, here=lambda: self.page.current_account() if self._here == "account" else None)

    def begin_beside(self) -> Beside:
        """Begins with reminders and the calendar file; not before the window has been painted."""
        if self.beside is None:
            from crm_desktop.ui.beside import Beside

            self.beside = Beside(self, self, self.body.room)
            self.message.stay_above(self.beside.reminders.bar)
            self.beside.reminders.bar.left.connect(lambda: self.page.setFocus())
            self.beside.begin()
        return self.beside

    # -- what pages may ask (Desk) -----------------------------------------------------------------

    def open_account(self, account: int) -> None:
        self.overlays.recents.note_account(account)
        self.body.pages.go(Place("account", account))

    def open_page(self, name: str) -> None:
        self.body.pages.go(Place(name))

    def open_log(self, account: int | None = None, text: str = "") -> None:
        self.overlays.open_log(account, text)

    def open_brief(self, account: int) -> None:
        self.overlays.open_brief(account)

    def copy_brief(self, account: int) -> None:
        self.overlays.copy_brief(account)

    def open_duplicates(self, imported: int | None = None) -> None:
        self.overlays.open_duplicates(imported)

    def open_import(self, file: Path | None = None) -> None:
        self.open_page("import")
        if file is not None:
            self.page.open_file(file)  # type: ignore[attr-defined]

    def export_page(self) -> None:
        self.taking_out.export_list(self.page.listing(), self.page.title)

    def open_sample(self) -> None:
        self._reopen(None)

    def choose_workspace(self) -> None:
        from crm_desktop.ui.whole_workspace import choose_workspace  # not before somebody asks for it

        choose_workspace(self, self, self._reopen)

    def open_whole(self, file: Path) -> None:
        from crm_desktop.ui.whole_workspace import open_whole

        open_whole(self, file, self, self._reopen)

    # -- commands ------------------------------------------------------------------------------------

    def _all_commands(self) -> tuple[Command, ...]:
        return (*self.page.commands(), *self.commands)

    def _note_command(self, name: str) -> None:
        if name != "palette":
            self.overlays.recents.note_command(name)

    # -- listening ---------------------------------------------------------------------------------

    def _on_changes(self, changes: Changes) -> None:
        if self._here == "first_run" and not self._is_empty():
            self.open_page("today")
        self.words.follow(changes)
        self.body.pages.on_changes(changes)
        self.overlays.on_changes(changes)
        if self.beside is not None:
            self.beside.on_changes(changes)
        if changes.touches("setting"):
            self.body.show_title()
        self.body.navigation.count()

    def _is_empty(self) -> bool:
        return accounts.is_empty(self.app.store)

    def mark_stale(self) -> None:
        """What the pages and the sidebar show may no longer be so."""
        self.body.pages.mark_stale()
        self.body.navigation.count()

    def _on_new_day(self) -> None:
        self.mark_stale()
        if self.beside is not None:
            self.beside.on_new_day()

    # -- Qt ----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return self._keys.takes(event) or super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The system's window hears the keys first; a filter on the application would hear every event there is.
        self.windowHandle().installEventFilter(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._watch.look()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_on(self, self.focusWidget() or self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._keys.action_of(event)
        if action is not None:
            action.trigger()
        elif ctrl_letter(event) == "V" and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.dropping.paste()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.set_collapsed(event.size().width() < current_theme().breakpoint("collapseSidebarBelow"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from crm_desktop.ui.widgets.drop_area import accept_as_copy  # not before something is dragged here

        if self.dropping.takes(event.mimeData()):
            accept_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        from crm_desktop.ui.widgets.drop_area import accept_as_copy

        if self.dropping.take(event.mimeData()):
            accept_as_copy(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._watch.stop()
        self.overlays.close()
        if self.beside is not None:
            self.beside.close()
        self.remember(window_geometry=bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        if self._committed.emit in self.app.store.listeners:
            self.app.store.listeners.remove(self._committed.emit)
        self._worker.stop()
        self.app.close()
        super().closeEvent(event)
