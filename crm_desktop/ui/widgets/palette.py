"""The palette: one field that finds accounts, people, what was said and what can be done, over the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.folding import words
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import accounts, finding, talk_index
from crm_desktop.services.finding import AccountHit, Counts, Found
from crm_desktop.services.talk_index import Said
from crm_desktop.ui.commands import AccountCommand, Command
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.recents import Recents
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.modal_card import ModalCard
from crm_desktop.ui.widgets.palette_frame import PaletteFoot, PaletteHead
from crm_desktop.ui.widgets.palette_list import PaletteList
from crm_desktop.ui.widgets.palette_rows import (
    Doing,
    Row,
    add_row,
    all_command_rows,
    found_rows,
    recent_rows,
    said_rows,
)

_WIDTH, _TOP, _HEIGHT = 600, 72, 600
_RECENT_ACCOUNTS, _NOTES = 5, 3
_PAUSE_MS = 120
_NOTES_FROM = 3
"""Letters from which on the conversations are searched too."""
_MOST_WORDS, _AT_ONCE = 8, 20


class Palette(ModalCard):
    """``open_palette`` shows it. Up and Down move while one types, Enter does the chosen line, Esc closes."""

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        *,
        commands: Callable[[], Sequence[Command]],
        verbs: Sequence[AccountCommand],
        recents: Recents,
    ) -> None:
        super().__init__(window, name=tr("Find or do"), width=_WIDTH, top=_TOP)
        self._desk, self._can_do, self._verbs, self._recents = desk, commands, verbs, recents
        self._commands: Sequence[Command] = ()
        self._doing = Doing(self._after, partial(self._after, desk.open_account), self._add_account, self._run_command)
        self._asks = self._answered = 0
        # Enter came before the answer: done when it is there.
        self._enters_when_found = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search_notes)
        self.head = PaletteHead()
        self.field = self.head.field
        self.list = PaletteList()
        self.foot = PaletteFoot()
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        column.addWidget(self.foot)
        self.field.textChanged.connect(self._search)
        self.field.moved.connect(self._move)
        self.list.chosen.connect(self._do)

    def wanted_height(self, width: int) -> int:
        """Always the same: a card that grows with what is found has the page below it painted anew."""
        return current_theme().px(_HEIGHT)

    # -- opening ---------------------------------------------------------------------------------

    def open_palette(self, text: str = "") -> None:
        """Shows the palette with what was used last, or with something typed already."""
        if self.isVisible():
            self.field.setFocus()
            self.field.selectAll()
            return
        self._enters_when_found = False
        self._commands = self._can_do()
        self.field.blockSignals(True)
        self.field.setText(text)
        self.field.blockSignals(False)
        self.list.show_rows([])
        self._search()
        self.open_card(self.field)
        store = self._desk.app.store
        self._desk.tasks.run(lambda: finding.count(store), self._show_counts, latest="palette-counts")
        self._desk.words.read()

    def _show_counts(self, counts: Counts) -> None:
        people = tr_n("{n} person", "{n} people", counts.people)
        self.foot.counts.setText(
            tr("{accounts}, {people}", accounts=tr_n("{n} account", "{n} accounts", counts.accounts), people=people)
        )

    # -- finding ---------------------------------------------------------------------------------

    def _search(self) -> None:
        app, text = self._desk.app, self.field.text()
        self._asks += 1
        number = self._asks
        self._pause.stop()
        self.head.hint.setVisible(not text.startswith(">"))
        if text.startswith(">"):
            self._show(number, all_command_rows(text[1:], self._commands, self._doing))
        elif not text.strip():
            recent = self._recents.accounts[:_RECENT_ACCOUNTS]
            self._desk.tasks.run(
                lambda: finding.these(app.store, recent), partial(self._show_recent, number), latest="palette"
            )
        elif (known := self._desk.words.now) and (found := finding.find(app.store, text, known)).anybody:
            self._show_found(number, text, (found, None))
        else:
            self._desk.tasks.run(lambda: _find(app, text), partial(self._show_found, number, text), latest="palette")

    def _search_notes(self) -> None:
        """Once somebody stops typing: a word that is in every second note takes the worker a while."""
        app, text, number = self._desk.app, self.field.text(), self._asks
        if self.isVisible() and number == self._answered:
            self._desk.tasks.run(lambda: _said(app, text), partial(self._show_said, number), latest="palette-notes")

    def _show_recent(self, number: int, hits: list[AccountHit]) -> None:
        self._show(number, recent_rows(hits, self._recents.commands, self._commands, self._doing))

    def _show_found(self, number: int, text: str, answer: tuple[Found, list[Said] | None]) -> None:
        found, said = answer
        rows = found_rows(found, text, commands=self._commands, verbs=self._verbs, doing=self._doing)
        rows += said_rows(said or (), self._doing)
        if not (found.exact and found.anybody) and not any(row.is_command for row in rows):
            rows.append(add_row(" ".join(text.split()), self._doing))
        self._show(number, rows)
        if said is None:
            self._pause.start()

    def _show_said(self, number: int, said: list[Said]) -> None:
        if number == self._asks:
            self.list.add_rows(said_rows(said, self._doing))

    def _show(self, number: int, rows: list[Row]) -> None:
        if number != self._asks:
            return
        self._answered = number
        self.list.show_rows(rows)
        if self._enters_when_found:
            self._enters_when_found = False
            row = self.list.current()
            # Nobody adds an account by typing faster than we look: the question is on screen now, Enter answers it.
            if row is not None and not row.creates:
                self._do(row)
        self._announce()

    # -- moving and doing ------------------------------------------------------------------------

    def _move(self, step: int) -> None:
        self.list.move_by(step)
        self._announce()

    def _announce(self) -> None:
        row = self.list.current()
        if row is not None and self.isVisible():
            announce(self.list, row.spoken or row.title)

    def _do(self, row: Row) -> None:
        if row.run is not None:
            row.run()

    def _after(self, run: Callable[[int], None], account: int) -> None:
        self.close_card()
        run(account)

    def _run_command(self, command: Command) -> None:
        # The keyboard goes back first: a command asks the page what is at hand.
        self.close_card()
        self._recents.note_command(command.id)
        command.run()

    def _add_account(self, name: str) -> None:
        store = self._desk.app.store
        self.close_card()
        told = tr("{name} added.", name=name)
        self._desk.write(lambda: accounts.add(store, AccountFields(name=name)), self._desk.open_account, message=told)

    def close_card(self) -> None:
        # An answer still on its way has nobody left to hear it.
        self._asks += 1
        super().close_card()
        self._recents.write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.list.current()
            if self._answered != self._asks:
                self._enters_when_found = True
            elif row is not None:
                self._do(row)
        elif not self._do_by_key(event):
            super().keyPressEvent(event)
        event.accept()

    def _do_by_key(self, event: QKeyEvent) -> bool:
        """The key that stands on a line does that line."""
        pressed = QKeySequence(event.keyCombination())
        row = next((row for row in self.list.rows if row.shortcut and QKeySequence(row.shortcut) == pressed), None)
        if pressed == QKeySequence("Ctrl+K"):
            self.field.selectAll()
        elif row is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._do(row)
        else:
            return False
        return True


def _find(app: App, text: str) -> tuple[Found, list[Said] | None]:
    """Accounts and people; where nothing begins as typed also what was said, so that all is shown at once."""
    found = finding.find(app.store, text)
    return found, None if found.exact and found.anybody else _said(app, text)


def _said(app: App, text: str) -> list[Said]:
    typed = words(text)[:_MOST_WORDS]
    if max(map(len, typed), default=0) < _NOTES_FROM:
        return []
    # What was logged a moment ago is found too.
    talk_index.read_some(app.store, _AT_ONCE)
    return talk_index.said(app.store, typed, _NOTES)
