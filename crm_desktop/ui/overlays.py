"""What stands over the pages, each made when first asked for: the quick log, the palette, the history, cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.changes import Changes
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import accounts
from crm_desktop.ui.commands import AccountCommand, Command
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.recents import Recents
from crm_desktop.ui.talk_reader import TalkReader

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.brief_card import BriefCard
    from crm_desktop.ui.widgets.duplicates_card import DuplicatesCard
    from crm_desktop.ui.widgets.every_card import EveryCard
    from crm_desktop.ui.widgets.history_card import HistoryCard
    from crm_desktop.ui.widgets.palette import Palette
    from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog


class Overlays(QObject):
    """Belongs to the window. ``commands`` and ``verbs`` are asked for when the palette opens."""

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        *,
        commands: Callable[[], Sequence[Command]],
        verbs: Callable[[], Sequence[AccountCommand]],
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._commands, self._verbs = desk, window, commands, verbs
        self.recents = Recents(desk.app.store.path)
        self.reader = TalkReader(desk, self, busy=lambda: self.palette is not None and self.palette.isVisible())
        self.palette: Palette | None = None
        self.quick_log: QuickLogDialog | None = None
        self.history: HistoryCard | None = None
        self.duplicates: DuplicatesCard | None = None
        self.card: EveryCard | None = None
        self.brief: BriefCard | None = None

    def open_palette(self, text: str = "") -> None:
        """Find or do."""
        if self.palette is None:
            from crm_desktop.ui.widgets.palette import Palette

            self.palette = Palette(
                self._desk, self._window, commands=self._commands, verbs=self._verbs(), recents=self.recents
            )
        self.palette.open_palette(text)

    def open_log(self, account: int | None, text: str) -> None:
        """One line, with an account filled in."""
        if self.quick_log is None:
            from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog

            self.quick_log = QuickLogDialog(self._desk, self._window)
        self.quick_log.open_for(account, text)

    def open_history(self) -> None:
        """Every step of this workspace."""
        if self.history is None:
            from crm_desktop.ui.widgets.history_card import HistoryCard

            self.history = HistoryCard(self._desk, self._window)
        self.history.open_history()

    def open_duplicates(self, imported: int | None = None) -> None:
        """Looks for what stands twice: everywhere, or what the step of an import brought in a second time."""
        if self.duplicates is None:
            from crm_desktop.ui.widgets.duplicates_card import DuplicatesCard

            self.duplicates = DuplicatesCard(self._desk, self._window)
        self.duplicates.open_duplicates(imported)

    def open_brief(self, account: int) -> None:
        """The half minute before a call with an account."""
        if self.brief is None:
            from crm_desktop.ui.widgets.brief_card import BriefCard

            self.brief = BriefCard(self._desk, self._window)
        self.brief.open_brief(account)

    def copy_brief(self, account: int) -> None:
        """The same as plain text in the clipboard."""
        from PySide6.QtGui import QGuiApplication

        from crm_desktop.services import brief, brief_wording

        store, today = self._desk.app.store, self._desk.app.today

        def copied(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._desk.say(tr("Copied. Paste it into an email."))

        self._desk.tasks.run(lambda: brief_wording.plain_text(brief.brief(store, account, today)), copied)

    def ask_how_often(self, account: int, page: QWidget) -> None:
        """How often to talk to an account."""
        from crm_desktop.ui.how_often import how_often_card

        self.card = how_often_card(self._desk, account, accounts.name_of(self._desk.app.store, account), page)
        self.card.closed.connect(self._forget_card)
        top = page.mapToGlobal(page.rect().topLeft())
        self.card.open_under(page.rect().translated(top).adjusted(page.width() // 3, 0, 0, 40 - page.height()))

    def _forget_card(self) -> None:
        self.card = None

    def save_calendar(self) -> None:
        """Asks for a file and writes follow-ups and planned visits into it."""
        from PySide6.QtWidgets import QFileDialog

        from crm_desktop.services import calendar

        app = self._desk.app
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save follow-ups as a calendar"), tr("follow-ups.ics"), tr("Calendars (*.ics)")
        )
        if not chosen:
            return
        file = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".ics")

        def told(days: int) -> None:
            self._desk.say(tr_n("{n} entry written to {file}.", "{n} entries written to {file}.", days, file=file.name))

        self._desk.tasks.run(lambda: calendar.write_ics(app.store, file, app.today, datetime.now(UTC)), told)

    def on_changes(self, changes: Changes) -> None:
        """Something was written."""
        self.reader.on_changes(changes)
        if self.history is not None:
            self.history.on_changes(changes)
        if self.duplicates is not None:
            self.duplicates.on_changes(changes)

    def close(self) -> None:
        """The window closes."""
        self.reader.stop()
        self.recents.write()
