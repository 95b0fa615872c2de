"""The form of the quick log: the same values as its line, one field each; filling it tells nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QRadioButton, QSizePolicy, QWidget

from crm_desktop.domain.entities import Contact
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.i18n import format_relative_day, tr
from crm_desktop.services.history import EntryKind
from crm_desktop.services.wording import kind_word, score_text
from crm_desktop.ui.paint.chip import draw_status_glyph, rating_status, status_color
from crm_desktop.ui.paint.text import draw_text, plain_tool_tip, text_width
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.account_field import AccountField
from crm_desktop.ui.widgets.fields import ComboBox, LineField
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.log_values import AccountFacts, Values
from crm_desktop.ui.widgets.rating_picker import RatingPicker
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from crm_desktop.ui.widgets.when_field import WhenField

_LABELS, _ACCOUNT, _DAY, _NOTES = 96, 300, 178, 52


class LogForm(QWidget):
    """``changed`` carries the name of a value (see ``log_values.Values``) and what was chosen for it.

    The account is a ``Match``, the name of a new one, or None for "as the line says". ``host`` is what the matches
    of the account lie over.
    """

    changed = Signal(str, object)

    def __init__(self, today: date, host: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[Contact, ...] = ()
        self.account = AccountField(host, placeholder=tr("First letters of a name"), name=tr("Account"))
        self.person = ComboBox(name=tr("With"))
        self.kind = SegmentedChoice(
            [(kind.value, kind_word(EntryKind(kind.value))) for kind in InteractionKind], tr("What")
        )
        self.about = LineField(placeholder=tr("In a few words"), name=tr("About"))
        self.rating = RatingPicker(tr("Rating"))
        self.promise_what = LineField(name=tr("You promised"))
        self.promise_when = _when(today, tr("Promised for when"), tr("Promised for when?"))
        self.what_next = LineField(name=tr("Follow up"))
        self.when = _when(today, tr("Follow up when"), tr("Follow up when?"))
        self.notes = QPlainTextEdit()
        self.notes.setAccessibleName(tr("Notes"))
        self.notes.setPlaceholderText(tr("Anything to remember, in your own words"))
        self.notes.setTabChangesFocus(True)
        self._account_note = ElidedLabel(color="text3", role="small")
        self._phone = ElidedLabel(color="text3", role="small")
        self._rating_note = _RatingNote()
        self._labels: dict[str, PlainLabel] = {}
        self._lines: list[QHBoxLayout] = []
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self._build()
        self._listen()
        look().changed.connect(self._make_room)
        self._make_room()

    def _build(self) -> None:
        self._put(0, "account", tr("&Account"), _row(self.account, self._account_note), self.account)
        self._put(1, "person", tr("&With"), _row(self.person, self._phone), self.person)
        self._put(2, "kind", tr("Wha&t"), _row(self.kind, None), None)
        self._put(3, "about", tr("A&bout"), _row(self.about), self.about)
        self._put(4, "rating", tr("&Rating"), _row(self.rating, self._rating_note), self.rating.focusProxy())
        self._put(5, "promise", tr("You &promised"), _row(self.promise_what, self.promise_when), self.promise_what)
        self._put(6, "follow", tr("&Follow up"), _row(self.what_next, self.when), self.what_next)
        self._put(7, "notes", tr("&Notes"), _row(self.notes), self.notes)
        self._aim_label()

    def _put(self, row: int, name: str, text: str, line: QHBoxLayout, buddy: QWidget | None) -> None:
        label = PlainLabel(text, color="text2")
        if buddy is not None:
            label.setBuddy(buddy)
        self._labels[name] = label
        top = Qt.AlignmentFlag.AlignTop if name == "notes" else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label, row, 0, top)
        self._grid.addLayout(line, row, 1)
        self._lines.append(line)

    def _listen(self) -> None:
        tell = self.changed.emit
        self.account.picked.connect(lambda choice: tell("account", choice))
        self.person.activated.connect(lambda place: tell("contact", self.person.itemData(place)))
        self.kind.chosen.connect(lambda value: tell("kind", InteractionKind(value)))
        self.about.textEdited.connect(lambda text: tell("subject", text))
        self.rating.picked.connect(lambda score: tell("rating", score))
        self.promise_what.textEdited.connect(lambda text: tell("promise_what", text))
        self.promise_when.chosen.connect(lambda day: tell("promise", day))
        self.promise_when.timed.connect(lambda at: tell("promise_at", at))
        self.what_next.textEdited.connect(lambda text: tell("follow_up_what", text))
        self.when.chosen.connect(lambda day: tell("follow_up", day))
        self.when.timed.connect(lambda at: tell("follow_up_at", at))
        self.notes.textChanged.connect(lambda: tell("notes", self.notes.toPlainText()))

    def what_is_missing(self, values: Values) -> str:
        """What has to be asked before these can be saved, the keyboard then on its field; empty when nothing has."""
        if values.account is None and not values.new_account:
            return tr("Which account is it about? Type the first letters of its name.")
        asked = {
            "promise": (self.promise_when, tr("By when is it promised? Type a day, such as fri or +3.")),
            "follow_up": (self.when, tr("When will you follow up? Type a day, such as fri or +3.")),
        }
        for name, (when, question) in asked.items():
            if not when.check():
                when.setFocus()
                return when.error
            if getattr(values, f"{name}_what").strip() and getattr(values, name) is None:
                when.setFocus()
                return question
        return ""

    def fill(self, values: Values, facts: AccountFacts | None, today: date) -> None:
        """Shows the values. What is being edited is left as it stands, cursor and all."""
        self.account.show_account(values.account or values.new_account or None)
        self._fill_people(facts.people if facts else (), values)
        self.kind.set_value(values.kind.value)
        self._aim_label()
        self.rating.set_score(values.rating)
        self._labels["promise"].setText(tr("They &promised") if values.promise_theirs else tr("You &promised"))
        for field, text in (
            (self.about, values.subject),
            (self.promise_what, values.promise_what),
            (self.what_next, values.follow_up_what),
        ):
            if field.text() != text:
                field.setText(text)
        for when, day, at in (
            (self.promise_when, values.promise, values.promise_at),
            (self.when, values.follow_up, values.follow_up_at),
        ):
            when.set_today(today)
            when.show_day(day, at)
        if self.notes.toPlainText() != values.notes:
            self.notes.blockSignals(True)
            self.notes.setPlainText(values.notes)
            self.notes.blockSignals(False)
        self.what_next.setPlaceholderText(_preview(values))
        self.promise_what.setPlaceholderText(_promise_preview(values))
        self._account_note.setText(_about_account(values, facts, today))
        self._rating_note.show_rating(values.rating, facts.rating if facts else None)

    def _fill_people(self, people: Sequence[Contact], values: Values) -> None:
        if tuple(people) != self._people or not self.person.count():
            self._people = tuple(people)
            self.person.clear()
            self.person.addItem(tr("Nobody in particular"), None)
            for person in people:
                text = tr("{name}, {role}", name=person.name, role=person.role) if person.role else person.name
                self.person.addItem(text, person.id)
        chosen = next((person for person in people if person.id == values.contact), None)
        self.person.setCurrentIndex(0 if chosen is None else 1 + people.index(chosen))
        self.person.setEnabled(bool(people))
        self._phone.setText(chosen.phone or chosen.email if chosen else "")

    def _aim_label(self) -> None:
        """Alt and the letter of "What" goes to the segment that is chosen."""
        chosen = next((button for button in self.kind.findChildren(QRadioButton) if button.isChecked()), None)
        if chosen is not None:
            self._labels["kind"].setBuddy(chosen)

    def _make_room(self) -> None:
        theme = current_theme()
        self._grid.setContentsMargins(theme.px(23), theme.px(16), theme.px(23), theme.px(10))
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(theme.space(2))
        self._grid.setColumnMinimumWidth(0, theme.px(_LABELS))
        for row, line in enumerate(self._lines):
            self._grid.setRowMinimumHeight(row, theme.size("fieldInForm"))
            line.setSpacing(theme.px(13) if line.indexOf(self.rating) >= 0 else theme.space(2))
        for field in (self.account, self.person):
            field.setMaximumWidth(theme.px(_ACCOUNT))
            field.setMinimumWidth(theme.px(140))
        for label in self._labels.values():
            label.setContentsMargins(0, 0, theme.px(8), 0)
        # Beside a field of several lines the label stands at its first one.
        self._labels["notes"].setContentsMargins(0, theme.px(5), theme.px(8), 0)
        for when in (self.promise_when, self.when):
            when.setFixedWidth(theme.px(_DAY))
        self.notes.setFixedHeight(theme.px(_NOTES))


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Fields side by side; None is empty room."""
    line = QHBoxLayout()
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            wide = widget.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Fixed
            line.addWidget(widget, 1 if wide else 0)
    return line


def _preview(values: Values) -> str:
    """What the follow-up will be called when nothing else is typed, as the service names it."""
    if values.follow_up is None:
        return tr("What you will do next")
    return tr("Follow up: {what}", what=values.subject or kind_word(EntryKind(values.kind.value)))


def _promise_preview(values: Values) -> str:
    """What a promise will be called when nothing else is typed, as the service names it."""
    if values.promise is None:
        return tr("What will be done, by when")
    return values.subject or kind_word(EntryKind(values.kind.value))


def _when(today: date, name: str, question: str) -> WhenField:
    return WhenField(today, placeholder=tr("fri, fri 14:00, +3"), name=name, question=question)


def _about_account(values: Values, facts: AccountFacts | None, today: date) -> str:
    if values.account is None:
        return tr("new, added when you save") if values.new_account else ""
    if facts is None:
        return ""
    if facts.last_contact is None:
        return tr("never talked")
    return tr("last talked {when}", when=format_relative_day(facts.last_contact, today))


class _RatingNote(QWidget):
    """What a rating means, and what the one before it was: "at risk, was 8"."""

    def __init__(self) -> None:
        super().__init__()
        self._score: int | None = None
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rating(self, score: int | None, before: float | None) -> None:
        words = {"risk": tr("at risk"), "steady": tr("satisfied"), "advocate": tr("advocate")}
        was = "" if before is None else score_text(before)
        if score is None:
            self._text = tr("was {score}", score=was) if was else ""
        else:
            meaning = words[rating_status(score)]
            self._text = tr("{meaning}, was {score}", meaning=meaning, score=was) if was else meaning
        self._score = score
        self.setAccessibleName(self._text)
        self.setToolTip(plain_tool_tip(self._text))
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(round(text_width(self._text, theme, "small")) + theme.px(16), theme.line("small"))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(24), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        theme = current_theme()
        painter = QPainter(self)
        status = rating_status(self._score)
        rect = QRectF(self.rect())
        if self._score is not None:
            glyph = theme.px(9)
            draw_status_glyph(painter, QRectF(0, 0, glyph, rect.height()), status, theme)
            rect.setLeft(glyph + theme.px(6))
        draw_text(painter, rect, self._text, theme, role="small", color=status_color(status, theme))
