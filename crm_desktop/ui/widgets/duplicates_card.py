"""Finds entries that stand twice, shows each pair side by side, and makes one of two: all from the keyboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_number, tr
from crm_desktop.services import duplicates, duplicates_wording
from crm_desktop.services.duplicates import Of, Pair, Search
from crm_desktop.services.duplicates_wording import Sides
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.count_tabs import CountTab, CountTabs
from crm_desktop.ui.widgets.court_progress import CourtProgress
from crm_desktop.ui.widgets.duplicates_list import PairList
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.merge_values import MergeValues
from crm_desktop.ui.widgets.modal_card import ModalCard
from crm_desktop.ui.widgets.note import Note
from crm_desktop.ui.widgets.rule import Rule

_WIDTH, _HEIGHT = 1120, 620
_LIST = 420


class DuplicatesCard(ModalCard):
    """``open_duplicates`` searches and shows. Enter goes to a pair and merges it, N keeps it apart, Esc goes back."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, name=tr("Duplicates"), width=_WIDTH)
        self._desk = desk
        self._imported: int | None = None
        self._of = Of.ACCOUNTS
        self._search: Search | None = None
        self._found: dict[Of, list[Pair]] = {}
        self._sides: Sides | None = None
        self.tabs = CountTabs(tr("What there may be twice"))
        self.tabs.chosen.connect(lambda name: self._show_kind(Of(name)))
        self.pairs = PairList()
        self.values = MergeValues()
        self.pairs.selectionModel().currentChanged.connect(lambda *_: self._read_pair())
        self.pairs.entered.connect(self.values.setFocus)
        self.pairs.sided.connect(lambda step: self.values.setFocus() if step > 0 else None)
        self.values.entered.connect(self.merge)
        for each in (self.pairs, self.values):
            each.never.connect(self.never_the_same)
            each.undo.connect(self.undo)
        self.progress = CourtProgress()
        self.progress.stopped.connect(self.stop)
        self.empty = EmptyState()
        self._kept, self._other = ElidedLabel("", "bodyStrong"), ElidedLabel("", "bodyStrong")
        self._history = PlainLabel("", "small", "text2", wrap=True)
        self._people = PlainLabel("", "small", "text2", wrap=True)
        self.note = Note()
        self.close_button = Button(tr("Close"), "quiet", key=tr("Esc"))
        self.never_button = Button(tr("Never the same"), "secondary", key=tr("N"))
        self.merge_button = Button(tr("Merge"), "primary", key=tr("Enter"))
        self.close_button.clicked.connect(self.close_card)
        self.never_button.clicked.connect(self.never_the_same)
        self.merge_button.clicked.connect(self.merge)
        self._lay_out()
        look().changed.connect(self._make_room)
        self._make_room()

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(PlainLabel(tr("Duplicates"), "title"))
        self._head.addWidget(self.tabs)
        self._head.addStretch(1)
        self._head.addWidget(self.progress)
        beside = QWidget()
        self._names = QHBoxLayout()
        self._names.addWidget(self._kept, 1)
        self._names.addWidget(self._other, 1)
        self._said = QVBoxLayout()
        self._said.addWidget(self._history)
        self._said.addWidget(self._people)
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._names)
        right.addWidget(Rule())
        right.addWidget(self.values, 1)
        right.addWidget(Rule())
        right.addLayout(self._said)
        both = QWidget()
        middle = QHBoxLayout(both)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.pairs)
        middle.addWidget(Rule(upright=True))
        middle.addWidget(beside, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(self.empty)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.note, 100)
        self._foot.addStretch(1)
        for button in (self.close_button, self.never_button, self.merge_button):
            self._foot.addWidget(button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule())
        column.addWidget(self._stack, 1)
        column.addWidget(Rule())
        column.addLayout(self._foot)

    def _make_room(self) -> None:
        theme = current_theme()
        self._head.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(6))
        self._head.setSpacing(theme.px(16))
        list_width = min(theme.px(_LIST), max(self.card.width() * 2 // 5, theme.px(200)))
        self.pairs.setFixedWidth(list_width)
        label = theme.px(20) + min(theme.px(108), (self.card.width() - list_width) // 4) + theme.px(22)
        self._names.setContentsMargins(label, theme.px(10), theme.px(8), theme.px(8))
        self._names.setSpacing(theme.px(22))
        self._said.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        self._foot.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(12))
        self._foot.setSpacing(theme.px(8))

    def wanted_height(self, width: int) -> int:
        return current_theme().px(_HEIGHT)

    def place(self) -> None:
        super().place()
        self._make_room()

    def dismiss(self) -> None:
        """Esc: from the values back to the list, from there out."""
        if self.values.hasFocus():
            self.pairs.setFocus()
        else:
            self.close_card()

    def close_card(self) -> None:
        self._search = None
        super().close_card()

    # -- searching -------------------------------------------------------------------------------

    def open_duplicates(self, imported: int | None = None) -> None:
        """Looks through the workspace, or only at what the step of an import added."""
        self._imported, self._found = imported, {}
        self.note.show_problem("")
        self._of = Of.ACCOUNTS
        self.pairs.show_pairs(())
        self._show_tabs()
        if not self.isVisible():
            self.open_card(self.pairs)
        self._begin(Of.ACCOUNTS)

    def _begin(self, of: Of) -> None:
        search = Search(self._desk.app.store, of, imported=self._imported)
        self._search = search
        self.progress.bar.setAccessibleName(tr("How far the search is"))
        self.progress.show()
        self._stack.setCurrentIndex(0)
        self._step(of, search)

    def _step(self, of: Of, search: Search) -> None:
        """One piece at a time, so that whatever else the window wants to read or write comes in between."""
        self.progress.bar.setRange(0, search.total)
        self.progress.bar.setValue(search.done)
        percent = format_number(100 * search.done // search.total)
        self.progress.words.setText(
            tr("Comparing accounts: {percent} %", percent=percent)
            if of is Of.ACCOUNTS
            else tr("Comparing people: {percent} %", percent=percent)
        )
        self._desk.tasks.run(search.step, partial(self._stepped, of, search), failed=self._search_failed)

    def _stepped(self, of: Of, search: Search, more: bool) -> None:
        if search is not self._search:
            return
        if more:
            self._step(of, search)
            return
        self._end(of, search)

    def stop(self) -> None:
        """What was found so far is shown."""
        if self._search is not None:
            self._end(self._of, self._search)

    def _end(self, of: Of, search: Search) -> None:
        self._search = None
        self.progress.hide()
        self._found[of] = sorted(search.found, key=lambda pair: (-pair.bits, pair.one, pair.other))
        self._show_tabs()
        self._show_found(0)

    def _show_kind(self, of: Of) -> None:
        self._of = of
        if of in self._found:
            self._show_found(0)
        else:
            self.pairs.show_pairs(())
            self._begin(of)

    def _show_tabs(self) -> None:
        kinds = [(Of.ACCOUNTS, tr("Accounts"))] + ([(Of.PEOPLE, tr("People"))] if self._imported is None else [])
        self.tabs.show_tabs(
            [CountTab(of, label, len(self._found[of]) if of in self._found else None) for of, label in kinds], self._of
        )

    def _show_found(self, row: int) -> None:
        pairs = self._found.get(self._of, [])
        self.pairs.show_pairs(pairs, row)
        if not pairs:
            text = tr("No two of them have a phone, an address, a domain or a name in common that would say so.")
            title = tr("No account stands twice") if self._of is Of.ACCOUNTS else tr("Nobody stands twice")
            self.empty.say(title, text, [(tr("Close"), self.close_card)])
            self._stack.setCurrentIndex(1)
            self.empty.setFocus()
        else:
            self._stack.setCurrentIndex(0)
            self.pairs.setFocus()
        self._read_pair()

    def on_changes(self, _changes: Changes) -> None:
        """Something was written while the card is open: the pair is read anew."""
        if self.isVisible() and self._search is None:
            self._read_pair()

    # -- one pair --------------------------------------------------------------------------------

    def _read_pair(self) -> None:
        pair, store = self.pairs.current(), self._desk.app.store
        self._sides = None
        for button in (self.never_button, self.merge_button):
            button.setEnabled(pair is not None)
        if pair is None:
            self._show_sides(None)
            return
        self._desk.tasks.run(
            lambda: duplicates_wording.side_by_side(store, pair),
            self._show_sides,
            latest="duplicates-pair",
            failed=lambda _error: self._gone(pair),
        )

    def _gone(self, pair: Pair) -> None:
        """One of the two is not here any more: another pair, or another window, settled it."""
        if pair in self._found.get(self._of, []):
            self._settled(pair)

    def _show_sides(self, sides: Sides | None) -> None:
        self._sides = sides
        self._kept.setText(tr("{name} stays", name=sides.kept_name) if sides else "")
        self._other.setText(tr("{name} goes into it", name=sides.other_name) if sides else "")
        self._history.setText(sides.history if sides else "")
        names = ", ".join(person.name for person in sides.people) if sides else ""
        self._people.setText(tr("At both, and one person afterwards: {names}.", names=names) if names else "")
        self._people.setVisible(bool(names))
        self.values.show_lines(sides.lines if sides else ())

    def merge(self) -> None:
        """Makes one of the two, with the values chosen."""
        sides, store, chosen = self._sides, self._desk.app.store, self.values.chosen
        if sides is None:
            return
        told = tr("{kept} and {other} are one now.", kept=sides.kept_name, other=sides.other_name)
        self._desk.write(
            lambda: duplicates_wording.merge(store, sides, chosen),
            lambda _: self._done(sides.pair, told),
            message=told,
            failed=self._refused,
        )

    def never_the_same(self) -> None:
        """The two are two, and are not shown again."""
        pair, app = self.pairs.current(), self._desk.app
        if pair is None:
            return
        told = tr("{one} and {other} stay two.", one=pair.one_name, other=pair.other_name)
        self._desk.write(
            lambda: duplicates.say_never_same(app.store, pair.of, pair.one, pair.other, app.today),
            lambda _: self._done(pair, told),
            message=told,
            failed=self._refused,
        )

    def _done(self, pair: Pair, told: str) -> None:
        self.note.show_note(tr("{told} Ctrl Z takes it back.", told=told))
        self._settled(pair)

    def _settled(self, pair: Pair) -> None:
        row = self.pairs.currentIndex().row()
        self._found[self._of] = [other for other in self._found.get(self._of, []) if other != pair]
        self._show_tabs()
        self._show_found(row)

    def undo(self) -> None:
        """Takes back what was done last, and looks again."""
        store = self._desk.app.store

        def undone(changes: Changes | None) -> None:
            told = tr("Undone: {label}", label=changes.label) if changes else tr("There is nothing to undo.")
            self.note.show_note(told)
            self._desk.say(told)
            self._begin(self._of)

        self._desk.tasks.run(store.undo, undone, failed=self._refused)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._desk.show_problem(error)  # into the log file, and in calm words
            error = UserError(tr("Something went wrong in the program. Nothing was changed."))
        self.note.show_problem(str(error))
        announce(self, str(error))

    def _search_failed(self, error: Exception) -> None:
        self.stop()
        self._refused(error)
