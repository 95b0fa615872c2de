"""The quick log: one line, what was understood of it, and a form with the same data, in a card over the window."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services import quick_log
from crm_desktop.services.accounts import Match
from crm_desktop.services.quick_log import SavedEntry
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.keys import ctrl_letter
from crm_desktop.ui.line_reading import LineReading
from crm_desktop.ui.widgets import log_drafts
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.log_drafts import LogDraft
from crm_desktop.ui.widgets.log_form import LogForm
from crm_desktop.ui.widgets.log_frame import LogFoot, LogHead
from crm_desktop.ui.widgets.log_said import labelled, marks_of
from crm_desktop.ui.widgets.log_values import Values, in_lines, merge, with_name_replaced
from crm_desktop.ui.widgets.modal_card import ModalCard

_WIDTH = 760
_DRAFT_MS = 400
_DAY_OF = {"promise_what": "promise", "follow_up_what": "follow_up"}


class QuickLogDialog(ModalCard):
    """``open_for`` opens it. Enter saves in one undoable step, Esc keeps the draft, Tab goes to the form.

    Each value is as chosen in the form, else as the line says; the line is read in the worker while one types.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, name=tr("Quick log"), width=_WIDTH)
        self._desk = desk
        self._begun = LogDraft()
        self._chosen: dict[str, Any] = {}
        self._line = LineReading(desk, self, seen=self.isVisible)
        self._name_shown = ""
        # Enter came before the line was understood; the name that was shown as new at that moment.
        self._saves_when_read = False
        self._name_at_enter = ""
        self._meant: Match | None = None
        self._days_proposed: set[str] = set()
        self._saving = False
        self._draft_timer = QTimer(self, singleShot=True, interval=_DRAFT_MS)
        self._draft_timer.timeout.connect(self._keep_draft)
        self._build()

    def _build(self) -> None:
        self.head = LogHead()
        self.entry = self.head.entry
        self.form = LogForm(self._desk.app.today, host=self)
        self.foot = LogFoot()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.form)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self.form.setAutoFillBackground(False)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.foot)
        self.entry.textChanged.connect(self._typed)
        self.entry.offer_taken.connect(self._take_offer)
        self.entry.made_plain.connect(self._typed)
        self.entry.page_pasted.connect(self._take_page)
        self.form.changed.connect(self._choose)
        self.form.account.asked.connect(self._line.look_up)
        self._line.found.connect(self.form.account.offer)
        self._line.understood.connect(self._understood)
        self._line.nearer.connect(self._show)
        self._line.failed.connect(self._not_read)
        self.foot.save.clicked.connect(self.submit)
        self.foot.cancel.clicked.connect(self.dismiss)
        self.foot.start_over.clicked.connect(self._start_over)

    def wanted_height(self, width: int) -> int:
        return (
            self.head.heightForWidth(width) + self.form.sizeHint().height() + self.foot.heightForWidth(width)
        )  # fmt: skip

    def place(self) -> None:
        # Where there is no room the form scrolls; its fields are never squeezed.
        self.form.setMinimumHeight(self.form.sizeHint().height())
        super().place()
        self.foot.set_divided(self.wanted_height(self.card.width()) > self.card.height())

    # -- opening and closing -----------------------------------------------------------------------

    def open_for(self, account: int | None, text: str = "") -> None:
        """Opens the card on an account, or on none, with a beginning of the line; a draft from here comes back."""
        if self.isVisible():
            self.entry.setFocus()
            return
        here = LogDraft(text=text, opened_on=account, opening_text=text)
        draft = log_drafts.find(self._desk.app.store.path, here)
        self._begin(draft or here, restored=draft is not None)
        self.open_card(self.entry)

    def _begin(self, draft: LogDraft, *, restored: bool) -> None:
        self._begun = draft
        self._chosen = dict(draft.chosen)
        self._line.begin()
        self._saves_when_read = self._saving = False
        self._days_proposed.clear()
        self._name_shown, self._meant = "", None
        self.entry.blockSignals(True)
        self.entry.set_text(draft.text)
        self.entry.blockSignals(False)
        self.entry.set_marks(())
        self.entry.set_ghost("")
        self.entry.set_plain(draft.plain)
        self.foot.save.set_ready(tr("Save"))
        self.foot.show_hint(restored=restored)
        self._scroll.verticalScrollBar().setValue(0)
        self._show()
        self._read()

    def dismiss(self) -> None:
        """Closes the card and keeps what was typed."""
        if not self._saving:
            self._keep_draft()
            self.close_card()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._draft_timer.isActive():
            self._keep_draft()

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        log_drafts.keep(self._desk.app.store.path, self._draft())

    def _draft(self) -> LogDraft:
        begun = self._begun
        return LogDraft(self.entry.text, dict(self._chosen), begun.opened_on, begun.opening_text, self.entry.plain)

    def _start_over(self) -> None:
        self._draft_timer.stop()
        log_drafts.forget(self._desk.app.store.path, self._begun)
        opening = self._begun.opening_text
        self._begin(LogDraft(text=opening, opened_on=self._begun.opened_on, opening_text=opening), restored=False)
        self.entry.setFocus()

    # -- reading the line --------------------------------------------------------------------------

    def _typed(self) -> None:
        self.foot.show_hint()
        self._draft_timer.start()
        self._read()

    def _read(self) -> None:
        self._line.read(
            self.entry.text,
            opened_on=self._begun.opened_on,
            chosen=self._chosen.get("account"),
            plain=self.entry.plain,
        )

    def _understood(self) -> None:
        found = self._line.reading.understood.account if self._line.reading else None
        meant, self._meant = self._meant, None
        if meant is not None and (found is None or found.id != meant.id):
            # Another account begins with the same words: what Tab picked is what is meant.
            self._choose("account", meant)
            return
        self._show()
        if self._saves_when_read:
            self._saves_when_read = False
            self._save_unless_new(self._name_at_enter)

    def _not_read(self, error: Exception) -> None:
        self._saves_when_read = False
        self._say_problem(str(error))

    def _take_offer(self) -> None:
        reading = self._line.reading
        if reading is not None and reading.nearest is not None:
            self._meant = reading.nearest
            self.entry.replace_text(
                with_name_replaced(self.entry.text, reading.understood.new_account, reading.nearest.name)
            )

    def _take_page(self, text: str) -> None:
        """A whole page goes into the notes, behind what stands there."""
        self._choose("notes", "\n".join(part for part in (self._values().notes, in_lines(text)) if part))
        announce(self, tr("What was pasted is in the notes."))

    def _choose(self, name: str, value: object) -> None:
        """A value chosen in the form: from now on the line does not change it."""
        self._days_proposed.discard(name)
        self._chosen[name] = value
        if name == "account":
            self._chosen.pop("contact", None)
            if value is None:
                del self._chosen[name]
        if name in _DAY_OF:
            self._propose_day(_DAY_OF[name], str(value))
        self.foot.show_hint()
        self._draft_timer.start()
        if name == "account":
            self._read()
        self._show()

    def _propose_day(self, name: str, what: str) -> None:
        """A follow-up and a promise need a day: tomorrow, until another is said."""
        if what.strip() and getattr(self._values(), name) is None:
            self._chosen[name] = self._desk.app.today + timedelta(days=1)
            self._days_proposed.add(name)
        elif not what.strip() and name in self._days_proposed:
            del self._chosen[name]
            self._days_proposed.discard(name)

    # -- showing -----------------------------------------------------------------------------------

    def _values(self) -> Values:
        return merge(self._line.reading, self._chosen, opened_on=self._begun.opened_on)

    def _show(self) -> None:
        """Shows everywhere what would be saved now."""
        values, reading = self._values(), self._line.reading
        facts = reading.facts if reading and values.account else None
        if reading is not None and reading.text == self.entry.text:
            self.entry.set_marks(marks_of(reading, self._chosen))
            self.entry.set_ghost(reading.understood.ghost)
        asks = bool(values.new_account) and "account" not in self._chosen
        nearest = reading.nearest if reading and asks else None
        self.entry.offers = nearest is not None
        self._name_shown = values.new_account
        self.head.understood.set_said(labelled(values, facts, asks=asks, nearest=nearest, today=self._desk.app.today))
        self.form.fill(values, facts, self._desk.app.today)
        self.place()

    # -- saving ------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Saves what is shown, or says what is missing. A line still being read is waited for."""
        if self._saving:
            return
        if self._line.is_waiting:
            self._saves_when_read, self._name_at_enter = True, self._name_shown
            self._read()
            return
        self._save_unless_new(self._name_shown)

    def _save_unless_new(self, name_shown: str) -> None:
        values = self._values()
        if values.new_account and values.new_account != name_shown:
            # Nobody makes an account by typing faster than we read: the question is on screen now, Enter answers it.
            announce(self, self.head.understood.accessibleName())
            return
        missing = self.form.what_is_missing(values)
        if not missing and not self.entry.text.strip() and not self._chosen.keys() - {"account"}:
            missing = tr("Nothing to save yet. Say in a few words what happened, or choose what it was.")
        if missing:
            self._say_problem(missing)
            return
        self._save(values)

    def _save(self, values: Values) -> None:
        app, entry = self._desk.app, values.entry()
        self._saving = True
        self.foot.save.set_busy(tr("Saving…"))

        self._desk.write(
            lambda: quick_log.save(app.store, entry, app.today),
            self._saved,
            message=lambda saved: saved.message,
            offer=AccountActions(self._desk).offer_to_bring_back,
            failed=self._failed,
        )

    def _saved(self, _saved: SavedEntry) -> None:
        self._saving = False
        self._draft_timer.stop()
        log_drafts.forget(self._desk.app.store.path, self._begun)
        self.close_card()

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.foot.save.set_ready(tr("Save"))
        bug = tr("Something went wrong in the program. Nothing was saved, and your text is still here.")
        self._say_problem(str(error) if isinstance(error, UserError) else bug)

    def _say_problem(self, text: str) -> None:
        self.foot.show_problem(text)
        self.place()
        announce(self, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.submit()
        elif ctrl_letter(event) == "L":
            self.entry.setFocus()
        else:
            super().keyPressEvent(event)
        event.accept()
