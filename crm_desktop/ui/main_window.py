"""The window: wires the sidebar, the pages, the commands and the messages, and is what pages may ask (``Desk``)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, preferences
from crm_desktop.ui.commands import Command, install
from crm_desktop.ui.desk import Message as DeskMessage
from crm_desktop.ui.keys import ctrl_letter
from crm_desktop.ui.navigation import Navigation
from crm_desktop.ui.page import Page
from crm_desktop.ui.page_stack import PageStack, Place
from crm_desktop.ui.tasks import ImmediateTasks, Tasks, WorkerTasks
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.message import Message
from crm_desktop.ui.widgets.read_only_line import ReadOnlyLine
from crm_desktop.ui.widgets.sidebar import Sidebar
from crm_desktop.ui.window_commands import account_commands, window_commands
from crm_desktop.ui.window_keys import WindowKeys

if TYPE_CHECKING:
    from crm_desktop.ui.beside import Beside
    from crm_desktop.ui.dropping import Dropping
    from crm_desktop.ui.overlays import Overlays
    from crm_desktop.ui.pages.accounts import AccountsPage
    from crm_desktop.ui.taking_out import TakingOut

_log = logging.getLogger(__name__)
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
    ) -> None:
        super().__init__()
        self._app = app
        self._worker = tasks
        self._reopen = reopen
        self._sidebar_wanted = True
        self._quick_log: Any = None
        self.beside: Beside | None = None
        self._dropping: Dropping | None = None
        self._taking_out: TakingOut | None = None
        self.setMinimumSize(640, 360)
        self.setAcceptDrops(True)
        self._build()
        self.commands = window_commands(self)
        self._overlays: Overlays | None = None
        self.actions_by_id = install(self.commands, self, self.menuBar(), ran=lambda name: self._note_command(name))
        self._keys = WindowKeys(self, self.actions_by_id, open_brief=self._open_brief_of_row)
        # Shown by Alt, as on every platform but macOS, which has it at the top of the screen.
        self.menuBar().setVisible(self.menuBar().isNativeMenuBar())
        self._committed.connect(self._on_changes)
        app.store.listeners.append(self._committed.emit)
        tasks.problem.connect(self.show_problem)
        self._follow_the_day()
        self.open_page("first_run" if self._is_empty() else "today")
        self._navigation.count()
        # What reads in the background begins once the window stands.
        QTimer.singleShot(_LATER, self, lambda: self.overlays)

    @property
    def app(self) -> App:
        """The open workspace."""
        return self._app

    @property
    def tasks(self) -> Tasks:
        """Where work off the GUI thread is run."""
        return self._worker

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        self.sidebar = Sidebar(self)
        self.sidebar.find_requested.connect(lambda: self.overlays.open_palette())
        self.sidebar.log_requested.connect(self.log_here)
        self.sidebar.settings_requested.connect(lambda: self.open_page("settings"))
        self.sidebar.workspace_requested.connect(self.choose_workspace)
        self.sidebar.set_status(tr("All changes saved"))
        self._navigation = Navigation(self, self.sidebar, accounts_page=self._accounts_page)
        self._stack = PageStack(self)
        self._stack.made.connect(self._on_page_made)
        self._stack.shown.connect(self._on_page_shown)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        # Under the page there is room for what is told without covering a row.
        self._room = QVBoxLayout()
        self._room.setSpacing(0)
        if why := self.app.store.reading_only:
            self._room.addWidget(ReadOnlyLine(why))
            self.sidebar.set_status(tr("Open for reading only"))
        self._room.addWidget(self._stack, 1)
        row.addLayout(self._room, 1)
        self.setCentralWidget(central)
        self.message = Message(central)

    @property
    def overlays(self) -> Overlays:
        """What stands over the pages; made a little after the start, or when first asked for."""
        if self._overlays is None:
            from crm_desktop.ui.overlays import Overlays

            self._overlays = Overlays(self, self, commands=lambda: self.commands, verbs=lambda: account_commands(self))
        return self._overlays

    @property
    def taking_out(self) -> TakingOut:
        """Writes lists into files and prints them; made when first asked for."""
        if self._taking_out is None:
            from crm_desktop.ui.taking_out import TakingOut

            self._taking_out = TakingOut(self, self, message=self.message, status=self.sidebar.set_status)
        return self._taking_out

    def export_page(self) -> None:
        self.taking_out.export_list(self.page.listing(), self.page.title)

    @property
    def dropping(self) -> Dropping:
        """Takes what is dropped or pasted; made when something is."""
        if self._dropping is None:
            from crm_desktop.ui.dropping import Dropping

            self._dropping = Dropping(
                self, self, here=lambda: self.page.current_account() if self._stack.here.page == "account" else None
            )
        return self._dropping

    def begin_beside(self) -> Beside:
        """Begins with reminders and the calendar file; not before the window has been painted."""
        if self.beside is None:
            from crm_desktop.ui.beside import Beside

            self.beside = Beside(self, self, self._room)
            self.message.stay_above(self.beside.reminders.bar)
            self.beside.reminders.bar.left.connect(lambda: self.page.setFocus())
            self.beside.begin()
        return self.beside

    # -- what pages may ask (Desk) -----------------------------------------------------------------

    def write(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        *,
        message: DeskMessage = "",
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        def written(result: Any) -> None:
            text = message(result) if callable(message) else message
            if text:
                self.message.show_done(text, undo=self.undo)
                announce(self, text)
            if done is not None:
                done(result)

        self.tasks.run(work, written, failed=failed)

    def say(self, message: str) -> None:
        self.message.show_done(message, undo=None)
        announce(self, message)

    def show_problem(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            _log.error("Something went wrong", exc_info=error)
        text = str(error) if isinstance(error, UserError) else tr(
            "Something went wrong in the program. Nothing you saved is lost. The log file has the details."
        )  # fmt: skip
        self.message.show_problem(text)

    def open_account(self, account: int) -> None:
        self.overlays.recents.note_account(account)
        self._stack.go(Place("account", account))

    def open_page(self, name: str) -> None:
        self._stack.go(Place(name))

    def open_log(self, account: int | None = None, text: str = "") -> None:
        if self._quick_log is None:
            from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog

            self._quick_log = QuickLogDialog(self, self)
        self._quick_log.open_for(account, text)

    def open_duplicates(self, imported: int | None = None) -> None:
        self.overlays.open_duplicates(imported)

    def open_import(self, file: Path | None = None) -> None:
        self.open_page("import")
        if file is not None:
            self.page.open_file(file)  # type: ignore[attr-defined]

    def open_sample(self) -> None:
        self._reopen(None)

    def choose_workspace(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # not before somebody asks for it

        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Open a workspace"), str(self.app.store.path.parent), tr("Workspaces (*.crm);;All files (*)")
        )
        if chosen:
            self._reopen(Path(chosen))

    # -- going about -------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._stack.page

    def _on_page_made(self, name: str, page: Page) -> None:
        if page.foot is not None:
            self.message.stay_above(page.foot)
        if name == "accounts":
            cast("AccountsPage", page).view_shown.connect(self._show_view)

    def _on_page_shown(self, name: str) -> None:
        self.sidebar.setVisible(name != "first_run" and self._sidebar_wanted)
        self._navigation.mark_page(name)
        self._retitle()
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accounts_page(self) -> AccountsPage:
        self.open_page("accounts")
        return cast("AccountsPage", self.page)

    def _show_view(self, key: str) -> None:
        """Marks where the accounts page is."""
        if self._stack.here.page == "accounts":
            self._navigation.mark_view(key)

    def go_back(self) -> None:
        """To the page before, as in a browser."""
        self._stack.go_back()

    def go_forward(self) -> None:
        """The way back again."""
        self._stack.go_forward()

    def _retitle(self) -> None:
        name = preferences.get(self.app.store).business or self.app.store.path.stem
        self.sidebar.set_workspace_name(name)
        self.setWindowTitle(f"{self.page.title} – {name}")

    def next_pane(self, step: int) -> None:
        """The pane after or before the one that has the focus."""
        panes: Sequence[QWidget] = [
            *([self.sidebar.list] if self.sidebar.isVisible() else []),
            *(pane for pane in self.page.panes() if pane.isVisible()),
            *(pane for pane in (self.beside.panes() if self.beside else ()) if pane.isVisible()),
        ]
        if not panes:
            return
        focus = QApplication.focusWidget()
        here = next((i for i, pane in enumerate(panes) if focus is pane or (focus and pane.isAncestorOf(focus))), -1)
        panes[(here + step) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    # -- doing -------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Takes back the newest step and says which."""
        self.tasks.run(self.app.store.undo, lambda changes: self._tell_undone(changes, tr("Undone: {label}")))

    def redo(self) -> None:
        """Does again what was undone last."""
        self.tasks.run(self.app.store.redo, lambda changes: self._tell_undone(changes, tr("Done again: {label}")))

    def _tell_undone(self, changes: Changes | None, text: str) -> None:
        self.say(text.format(label=changes.label) if changes else tr("There is nothing more to take back or do again."))

    def log_here(self) -> None:
        """The quick log, for the account at hand."""
        self.open_log(self.page.current_account())

    def promise_here(self) -> None:
        """The form for a promise, on the page of the account at hand."""
        account = self.page.current_account()
        if account is None:
            self.say(tr("Choose an account first."))
            return
        self.open_account(account)
        self.page.add_promise()  # type: ignore[attr-defined]

    def follow_up_here(self) -> None:
        """The quick log with a follow-up begun, for the account at hand."""
        self.open_log(self.page.current_account(), tr("follow up "))

    def new_account(self) -> None:
        """Asks for a new account."""
        self._accounts_page().add_account()

    def search_here(self) -> None:
        """Into the search of this page, or of the accounts."""
        if not self.page.focus_search():
            self.open_page("accounts")
            self.page.focus_search()

    def check_again(self) -> None:
        """Works every rhythm out anew."""
        from crm_desktop.services import standings  # what works the list out is not needed to start

        def done(_nothing: object) -> None:
            self._stack.mark_stale()
            self._navigation.count()
            self.say(tr("All rhythms are up to date."))

        store, today = self.app.store, self.app.today
        self.tasks.run(lambda: standings.check_again(store, today), done)

    def toggle_sidebar(self) -> None:
        """Shows or hides the sidebar."""
        self._sidebar_wanted = not self._sidebar_wanted
        self.sidebar.setVisible(self._sidebar_wanted)

    def scale_text(self, factor: float | None) -> None:
        """Makes all text larger or smaller; ``None``: as the system has it."""
        scale = 1.0 if factor is None else min(max(look().text_scale * factor, 0.8), 2.0)
        look().choose(text_scale=scale)
        self._remember(text_scale=scale)

    def _remember(self, **choices: object) -> None:
        """Keeps a choice of this laptop; a disk that refuses is told, and stops nothing."""
        try:
            settings.change(**choices)
        except UserError as error:
            self.show_problem(error)

    def show_keys(self, commands: Sequence[Command]) -> None:
        """The help sheet: these commands and the keys of the page."""
        from crm_desktop.ui.widgets.keys_sheet import KeysSheet

        of_page = self.page.keys()
        # Where accounts can be opened or logged with.
        if settings.get().letter_keys and any(key in ("L", "Enter") for key, _ in of_page):
            of_page.append(("B", tr("What to know before a call")))
        KeysSheet(commands, of_page, self).open()

    def _note_command(self, name: str) -> None:
        if name != "palette":
            self.overlays.recents.note_command(name)

    def quit(self) -> None:
        """Ends the program."""
        self.close()

    # -- listening ---------------------------------------------------------------------------------

    def _on_changes(self, changes: Changes) -> None:
        if self._stack.here.page == "first_run" and not self._is_empty():
            self.open_page("today")
        self._stack.on_changes(changes)
        self.overlays.on_changes(changes)
        if self.beside is not None:
            self.beside.on_changes(changes)
        if changes.touches("setting"):
            self._retitle()
        self._navigation.count()

    def _is_empty(self) -> bool:
        return accounts.is_empty(self.app.store)

    def _follow_the_day(self) -> None:
        """A laptop that sleeps over midnight wakes up on the new day."""
        self._day = self.app.today
        self._clock = QTimer(self)
        self._clock.setInterval(60_000)
        self._clock.timeout.connect(self._look_at_the_day)
        self._clock.start()

    def _look_at_the_day(self) -> None:
        if self.app.today != self._day:
            self._day = self.app.today
            self._stack.mark_stale()
            self._navigation.count()
            if self.beside is not None:
                self.beside.on_new_day()

    # -- Qt ----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return self._keys.takes(event) or super().eventFilter(watched, event)

    def _open_brief_of_row(self) -> bool:
        """B in a list of accounts, whichever page it is on; false when the keyboard is elsewhere."""
        account = self.page.current_account()
        in_list = isinstance(QApplication.focusWidget(), QAbstractItemView)
        if account is None or not in_list or not settings.get().letter_keys or QApplication.activePopupWidget():
            return False
        self.overlays.open_brief(account)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The system's window hears the keys first; a filter on the application would hear every event there is.
        self.windowHandle().installEventFilter(self)

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
        if self.dropping.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropping.take(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        self._clock.stop()
        self.overlays.close()
        if self.beside is not None:
            self.beside.close()
        self._remember(window_geometry=bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        if self._committed.emit in self.app.store.listeners:
            self.app.store.listeners.remove(self._committed.emit)
        self._worker.stop()
        self.app.close()
        super().closeEvent(event)
