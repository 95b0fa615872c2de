"""The palette: one field that finds accounts, people, what was said and what can be done, over the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.folding import words
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import accounts, finding, talk_index
from crm_desktop.services.finding import AccountHit, Counts, Found
from crm_desktop.services.talk_index import Said
from crm_desktop.ui.commands import AccountCommand, Command
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.recents import Recents
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.modal_card import ModalCard
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

_WIDTH, _TOP, _HEAD, _FOOT, _MOST_HIGH = 600, 72, 52, 36, 600
_RECENT_ACCOUNTS, _NOTES = 5, 3
_PAUSE_MS = 120
_NOTES_FROM = 3
"""Letters from which on the conversations are searched too."""
_PAGE, _MOST_WORDS, _AT_ONCE = 8, 8, 20


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
        self._asks = self._answered = self._tallest = 0
        # Enter came before the answer: done when it is there.
        self._enters_when_found = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search_notes)
        self.head = _Head()
        self.field = self.head.field
        self.list = PaletteList()
        self.foot = _Foot()
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
        """As high as its lines; while it is open it only grows, so that its foot does not jump with every letter."""
        theme = current_theme()
        wanted = theme.px(_HEAD) + self.list.height_wanted() + theme.px(8) + theme.px(_FOOT)
        self._tallest = max(self._tallest, min(wanted, theme.px(_MOST_HIGH)))
        return self._tallest

    # -- opening ---------------------------------------------------------------------------------

    def open_palette(self, text: str = "") -> None:
        """Shows the palette with what was used last, or with something typed already."""
        if self.isVisible():
            self.field.setFocus()
            self.field.selectAll()
            return
        self._enters_when_found, self._tallest = False, 0
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
        elif (known := self._desk.words.now) and (found := finding.find_among(app.store, known, text)):
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
        if said is not None:
            rows += said_rows(said, self._doing)
            if not any(row.is_command for row in rows):
                rows.append(add_row(" ".join(text.split()), self._doing))
        self._show(number, rows)
        if said is None:
            self._pause.start()

    def _show_said(self, number: int, said: list[Said]) -> None:
        if number == self._asks:
            self.list.add_rows(said_rows(said, self._doing))
            self.place()

    def _show(self, number: int, rows: list[Row]) -> None:
        if number != self._asks:
            return
        self._answered = number
        self.list.show_rows(rows)
        self.place()
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
    exact = found.exact and (found.accounts or found.people)
    return found, None if exact else _said(app, text)


def _said(app: App, text: str) -> list[Said]:
    typed = words(text)[:_MOST_WORDS]
    if max(map(len, typed), default=0) < _NOTES_FROM:
        return []
    # What was logged a moment ago is found too.
    talk_index.read_some(app.store, _AT_ONCE)
    return talk_index.said(app.store, typed, _NOTES)


class _Field(QLineEdit):
    """Up, Down and the page keys belong to the list; Enter and Esc to the palette."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bare", True)
        self.setPlaceholderText(tr("An account, a person, something said, or what to do"))
        self.setAccessibleName(tr("Find or do"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # It paints all of its place: with every letter the page below it would be painted anew otherwise. Only now,
        # as dressing it takes that back.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), current_theme().color("raised"))
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_PageUp: -_PAGE,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Head(QWidget):
    """The field with its icon, and at the right what ">" does."""

    def __init__(self) -> None:
        super().__init__()
        self.field = _Field()
        self.hint = PlainLabel(tr("type > for commands only"), "small", "text2")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.hint)
        look().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = current_theme()
        self.setFixedHeight(theme.px(_HEAD))
        self._row.setContentsMargins(theme.px(46), 0, theme.px(17), 1)
        self._row.setSpacing(theme.px(12))
        self.field.setFont(theme.font("entry"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        size = theme.px(18)
        draw_icon(painter, QRectF(theme.px(17), 0, size, self.height()), "search", theme.color("text2"), size=size)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))


class _Foot(QWidget):
    """What the keys do, and how much there is to be found."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = PlainLabel("", "small", "text2")
        self._row = QHBoxLayout(self)
        for text in (tr("↑↓ move"), tr("Enter open"), tr("Esc close")):
            self._row.addWidget(PlainLabel(text, "small", "text2"))
        self._row.addStretch()
        self._row.addWidget(self.counts)
        look().changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(200), current_theme().px(_FOOT))

    def _restyle(self) -> None:
        theme = current_theme()
        self.setFixedHeight(theme.px(_FOOT))
        self._row.setContentsMargins(theme.px(17), 1, theme.px(17), 0)
        self._row.setSpacing(theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, 0, self.width(), 1), current_theme().color("line"))
