"""The head of an account's page: what it is, why it is here, what to do next; and the form it turns into."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import format_day, format_money, format_number, tr
from crm_desktop.services import wording
from crm_desktop.services.attention import Step
from crm_desktop.services.portrait import Portrait, place_of
from crm_desktop.ui.attention_face import STATUS_OF_STANDING
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.account_form import AccountForm
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import ElidedLabel
from crm_desktop.ui.widgets.reach_line import ReachLine
from crm_desktop.ui.widgets.status_mark import StatusMark, TierMark
from crm_desktop.ui.widgets.told_lines import ToldLines
from crm_desktop.ui.widgets.why_line import WhyLine

_WIDE = 700


class _StepButton(Button):
    """The one primary button: what to do next, with its icon."""

    def show_step(self, icon: str, text: str) -> None:
        self._icon_name = icon
        self.set_label(text)


class _FormScroll(QScrollArea):
    """As high as the form needs, and scrolling where a window is too low for that."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.setWidget(self.inner)

    def sizeHint(self) -> QSize:
        return self.inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, current_theme().px(140))


class AccountHead(QWidget):
    """Asks for everything by signals; the page does it."""

    next_asked = Signal()
    back_asked = Signal()
    log_asked = Signal()
    snooze_asked = Signal()
    why_asked = Signal()
    edit_asked = Signal()
    more_asked = Signal()
    take_back_asked = Signal(object)
    """The id of a correction."""
    called = Signal(str, str)
    written = Signal(str, str)
    """The name, and the number or address that the system's program was asked for."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.tier = TierMark()
        self.name = ElidedLabel("", "h1")
        self.status = StatusMark()
        self.facts = ElidedLabel("", "small", "text2")
        self.why = WhyLine(tr("Why?"))
        self.told = ToldLines()
        self.told.take_back_asked.connect(self.take_back_asked)
        self.next = _StepButton("", "primary", icon="phone")
        self.back = Button(tr("Bring it back"), "primary", icon="undo-2")
        self.note = ElidedLabel("")
        self._person = ""
        self.reach = ReachLine(
            call=lambda number: self.called.emit(self._person, number),
            write=lambda address: self.written.emit(self._person, address),
            role="body",
        )
        self.edit = Button(tr("Edit"), "quiet")
        self.more = Button(tr("More"), "quiet", menu_arrow=True)
        self.log = Button(tr("Log"), "secondary", icon="square-pen", key="L")
        self.snooze = Button(tr("Snooze"), "secondary", key="S")
        for button, signal in (
            (self.next, self.next_asked),
            (self.back, self.back_asked),
            (self.log, self.log_asked),
            (self.snooze, self.snooze_asked),
            (self.why.link, self.why_asked),
            (self.edit, self.edit_asked),
            (self.more, self.more_asked),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.form = AccountForm(today)
        self._shown = QWidget()
        self._edited = _FormScroll()
        self._edited.setVisible(False)
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self._shown)
        both.addWidget(self._edited)
        self._build()
        look().changed.connect(self._make_room)
        self._make_room()

    def _build(self) -> None:
        self._what = QHBoxLayout()
        self._what.addWidget(self.name)
        self._what.addWidget(self.status)
        self._what.addWidget(self.facts)
        self._what.addStretch(1)
        self._what.addWidget(self.edit)
        self._what.addWidget(self.more)
        self._do = QHBoxLayout()
        for widget in (self.next, self.back, self.note, self.reach):
            self._do.addWidget(widget)
        self._do.addStretch(1)
        self._do.addWidget(self.log)
        self._do.addWidget(self.snooze)
        self._lines = QVBoxLayout()
        self._lines.addLayout(self._what)
        self._lines.addWidget(self.why)
        self._lines.addWidget(self.told)
        self._lines.addLayout(self._do)
        self._row = QHBoxLayout(self._shown)
        self._row.addWidget(self.tier, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._lines, 1)
        self._form_row = QVBoxLayout(self._edited.inner)
        self._form_row.addWidget(self.form)

    def _make_room(self) -> None:
        theme = current_theme()
        side = theme.space(5)
        self._row.setContentsMargins(side, theme.space(3), side, theme.space(3))
        self._row.setSpacing(theme.px(14))
        self._form_row.setContentsMargins(side, theme.space(4), side, theme.space(4))
        self._lines.setSpacing(theme.px(6))
        for row in (self._what, self._do):
            row.setSpacing(theme.px(10))

    @property
    def is_editing(self) -> bool:
        """Whether the form is shown."""
        return not self._edited.isHidden()

    def edit_fields(self, portrait: Portrait) -> None:
        """Turns into the form, filled; nothing is written by that."""
        self.form.fill(portrait.account)
        self._shown.setVisible(False)
        self._edited.setVisible(True)
        self.form.name.setFocus()
        self.form.name.selectAll()

    def show_fields(self) -> None:
        """Back from the form."""
        self._edited.setVisible(False)
        self._shown.setVisible(True)
        self.edit.setFocus()

    def show_name(self, name: str) -> None:
        """Only who it is, while the rest is still being read: nothing here is another account's."""
        self.name.setText(name)
        self.facts.setText("")
        self.tier.set_tier("", "")
        self.status.set_status("unknown", "")
        self.why.set_text("", linked=False)
        self.told.show_told(())
        for widget in (self.next, self.back, self.note, self.reach, self.snooze):
            widget.setVisible(False)

    def show_portrait(self, portrait: Portrait) -> None:
        """Says what, why and what next of this account."""
        account, row = portrait.account, portrait.row
        self.name.setText(account.name)
        self.facts.setText(_facts(portrait))
        tier = row.tier if row else account.tier
        by_hand = tr("Tier {tier}, set by hand: {reason}", tier=account.tier, reason=account.tier_reason)
        self.tier.set_tier(tier or "", by_hand if account.tier else tr("Tier {tier}", tier=tier) if tier else "")
        for widget in (self.next, self.note, self.reach, self.snooze):
            widget.setVisible(row is not None and not account.archived)
        self.back.setVisible(account.archived)
        self.told.show_told(row.told if row is not None and not account.archived else ())
        if row is None or account.archived:
            self.status.set_status("unknown", tr("Archived") if account.archived else "")
            stays = tr("Archived accounts are left out of every list.")
            self.why.set_text(stays if account.archived else "", linked=False)
            return
        self.status.set_status(STATUS_OF_STANDING[row.status], wording.status_word(row.status))
        self.why.set_text(wording.account_sentence(row, portrait.today), linked=bool(row.orders or row.signals))
        icon, step, note = wording.next_step(row, portrait.today)
        self.next.show_step(icon, step)
        self.note.setText(_snoozed(portrait) or note)
        reach = row.next_step.phone if row.next_step.step is not Step.EMAIL else row.next_step.email
        self._person = row.next_step.person
        self.reach.show_text(reach)
        self.reach.setAccessibleName(reach)
        self.reach.setVisible(bool(reach))
        self._leave_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        """A narrow window keeps the name, the sentence and what to do."""
        wide = self.width() >= current_theme().px(_WIDE)
        self.facts.setVisible(wide)
        self.note.setVisible(wide and not self.next.isHidden())


def _snoozed(portrait: Portrait) -> str:
    if portrait.snoozed_until is None:
        return ""
    return tr("Off the list until {day}.", day=format_day(portrait.snoozed_until, "short"))


def _facts(portrait: Portrait) -> str:
    """Place, since when, what they brought in and where that puts them: only what is known."""
    account = portrait.account
    place = place_of(account.address)
    since = tr("since {year}", year=account.since.year) if account.since else ""
    first = ", ".join(part for part in (place, since) if part)
    first = first[:1].upper() + first[1:] + "." if first else ""
    if portrait.revenue <= 0:
        return first
    money = format_money(portrait.revenue, portrait.currency)
    if portrait.rank is None:
        return f"{first} " + tr("{money} a year.", money=money)
    rank = tr("{money} a year, number {rank} of your accounts.", money=money, rank=format_number(portrait.rank))
    return f"{first} {rank}".strip()
