"""Why an account is listed: its rhythm drawn large, the evidence in sentences, how sure, and what is at stake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.i18n import format_money, tr
from crm_desktop.services import attention, preferences, told_wording, wording
from crm_desktop.services.attention_data import AttentionRow
from crm_desktop.ui.attention_face import STATUS_OF_SILENCE, STATUS_OF_STANDING, signal_status, strip_of
from crm_desktop.ui.correcting import Correcting
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.theme import Status, current_theme
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.correction_row import CorrectionRow
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.large_strip import STRIP_WIDTH, LargeStrip
from crm_desktop.ui.widgets.popup_card import PopupCard
from crm_desktop.ui.widgets.rule import Rule
from crm_desktop.ui.widgets.told_lines import ToldLines

_MARGIN = 20
_LEAST_PROOF = 96


class WhyCard(PopupCard):
    """Opens under a row or a button; Space or Esc closes it, Tab goes to its buttons, any other key to `parent`.

    `row` spares reading the account again where the caller has it.
    """

    def __init__(self, desk: Desk, account: int, parent: QWidget, *, row: AttentionRow | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._account, self._keys_go_to = desk, account, parent
        self._row = row
        self._scroll: QScrollArea | None = None

    def open_under(self, rect: QRect) -> None:
        """Shows the card under a place on the screen, or above it; nothing if the account is gone."""
        store, today = self._desk.app.store, self._desk.app.today
        if self._row is not None:
            self._open(self._row, preferences.get(store).currency, rect)
            return

        def show(found: tuple[AttentionRow | None, str]) -> None:
            if found[0] is not None:
                self._open(found[0], found[1], rect)

        self._desk.tasks.run(
            lambda: (attention.account_row(store, self._account, today), preferences.get(store).currency),
            show,
            latest="why",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, Button) and button.hasFocus():
            button.click()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            self.close()
        elif self._scroll is not None and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar, down = self._scroll.verticalScrollBar(), event.key() == Qt.Key.Key_PageDown
            bar.setValue(bar.value() + (bar.pageStep() if down else -bar.pageStep()))
        elif event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            event.ignore()
        else:
            passed_on = event.clone()
            self.close()
            QApplication.sendEvent(self._keys_go_to, passed_on)

    def _open(self, row: AttentionRow, currency: str, rect: QRect) -> None:
        theme, today = current_theme(), self._desk.app.today
        title = tr("Why {name} is here", name=row.name) if row.signals else row.name
        column = QVBoxLayout(self.body)
        margin = theme.px(_MARGIN)
        column.setContentsMargins(margin, theme.space(4), margin, theme.space(4))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.space(3))
        head.addWidget(ElidedLabel(title, "title"), 1)
        head.addWidget(PlainLabel(tr("Space to close"), "small", "text2"))
        column.addLayout(head)
        column.addSpacing(theme.space(3))
        proof = QWidget()
        said = self._add_proof(QVBoxLayout(proof), row, currency, today)
        column.addWidget(proof)
        if row.signals:
            column.addSpacing(theme.space(3))
            column.addWidget(Rule())
            column.addSpacing(theme.px(10))
            column.addWidget(self._correction_row(row, today))
        self._scroll = _scrolled_where_too_high(self, column, proof, rect, theme.px(STRIP_WIDTH) + 2 * margin)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(said))
        self.open_at(rect, width=theme.px(STRIP_WIDTH) + 2 * margin)
        announce(self, ". ".join((title, *said)))

    def _add_proof(self, column: QVBoxLayout, row: AttentionRow, currency: str, today: date) -> list[str]:
        theme = current_theme()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(LargeStrip(strip_of(row, today), today))
        column.addSpacing(theme.space(3))
        said = self._add_evidence(column, row, today) + self._add_told(column, row)
        if row.signals:
            column.addSpacing(theme.space(3))
            column.addWidget(Rule())
            column.addSpacing(theme.space(2))
            said += _add_sureness(column, row, currency, today)
        return said

    def _add_evidence(self, column: QVBoxLayout, row: AttentionRow, today: date) -> list[str]:
        theme = current_theme()
        if not row.signals:
            sentence = wording.account_sentence(row, today)
            column.addWidget(_Evidence(STATUS_OF_STANDING[row.status], sentence, ""))
            return [sentence]
        said: list[str] = []
        for number, signal in enumerate(row.signals):
            if number:
                column.addSpacing(theme.space(3))
            title, detail = wording.evidence(signal, row, today)
            column.addWidget(_Evidence(signal_status(signal, row.status, row.whose), title, detail))
            said += [title, detail]
        whose = wording.whose_silence(row)
        if whose is not None:
            column.addSpacing(theme.space(3))
            column.addWidget(_Evidence(STATUS_OF_SILENCE[row.whose], *whose))
            said += whose
        return said

    # -- what the detector cannot know -----------------------------------------------------------

    def _add_told(self, column: QVBoxLayout, row: AttentionRow) -> list[str]:
        if not row.told:
            return []
        lines = ToldLines()
        column.addSpacing(current_theme().space(3))
        column.addWidget(lines)
        lines.show_told(row.told)
        lines.take_back_asked.connect(lambda correction: self._tell(lambda told: told.take_back(correction), row))
        return [told_wording.told(correction) for correction in row.told]

    def _correction_row(self, row: AttentionRow, today: date) -> CorrectionRow:
        asked = CorrectionRow(row, today, room=current_theme().px(STRIP_WIDTH))
        asked.pause_asked.connect(lambda first, last: self._tell(lambda told: told.pauses(first, last), row))
        asked.rhythm_asked.connect(lambda day: self._tell(lambda told: told.new_rhythm(day), row))
        asked.left_asked.connect(lambda: self._tell(lambda told: told.left(), row))
        asked.calm_asked.connect(lambda day: self._calm(day, row))
        return asked

    def _calm(self, until: date | None, row: AttentionRow) -> None:
        if until is not None:
            self._tell(lambda told: told.not_slipping(until), row)
            return
        back_to, place = self._keys_go_to, self.visible_card()
        correcting = Correcting(self._desk, row.account, row.name)
        title = tr("Ask again about {name}", name=row.name)
        card = DayCard(title, today=self._desk.app.today, choose=correcting.not_slipping, parent=back_to)
        card.closed.connect(lambda: _back_to(back_to))
        self.close()
        card.open_under(QRect(place.left(), place.top(), place.width(), 0))

    def _tell(self, say: Callable[[Correcting], None], row: AttentionRow) -> None:
        """Closes the card first: the keyboard is back in the list before the row leaves it."""
        correcting = Correcting(self._desk, row.account, row.name)
        self.close()
        say(correcting)


def _back_to(widget: QWidget) -> None:
    widget.window().activateWindow()
    widget.setFocus(Qt.FocusReason.PopupFocusReason)


def _add_sureness(column: QVBoxLayout, row: AttentionRow, currency: str, today: date) -> list[str]:
    theme = current_theme()
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(6))
    grid.setVerticalSpacing(0)
    money = format_money(row.revenue, currency)
    moved = told_wording.moved(row.change, today) if row.change else ""
    columns = (
        (tr("How sure"), wording.how_sure(row), " ".join((wording.how_rare(row.signals[0]), moved)).strip()),
        (tr("At stake"), tr("{money}, their last 12 months", money=money), ""),
    )
    for number, (caption, value, note) in enumerate(columns):
        grid.addWidget(_lined(caption, "small", "text2"), 0, number)
        grid.addWidget(_lined(value, weight=500), 1, number, Qt.AlignmentFlag.AlignTop)
        if note:
            grid.addWidget(_lined(note, "small", "text2"), 2, 0, 1, 2)
        grid.setColumnStretch(number, 1)
    column.addLayout(grid)
    return [f"{caption}: {' '.join((value, note)).strip()}" for caption, value, note in columns]


def _lined(text: str, role: str = "body", color: str = "text", *, weight: int | None = None) -> PlainLabel:
    """A label that wraps and whose only line is as high as the design's, not as tight as the font's."""
    label = PlainLabel(text, role, color, weight=weight, wrap=True)
    label.setMinimumHeight(current_theme().line(role))
    return label


class _Evidence(QWidget):
    """The shape of a status, what we saw, and the figures behind it."""

    def __init__(self, status: Status, title: str, detail: str) -> None:
        super().__init__()
        self._status = status
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_lined(title))
        if detail:
            column.addWidget(_lined(detail, "small", "text2"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        first_line = QRectF(0, 0, theme.px(9), theme.line("body"))
        draw_status_glyph(QPainter(self), first_line, self._status, theme)


def _scrolled_where_too_high(
    card: PopupCard, column: QVBoxLayout, part: QWidget, anchor: QRect, width: int
) -> QScrollArea | None:
    """On a low screen the part scrolls, so that what stands above and below it stays in reach."""
    spare = card.spare_height(anchor, width)
    if spare >= 0:
        return None
    margins = column.contentsMargins()
    whole = part.heightForWidth(width - margins.left() - margins.right())
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    column.replaceWidget(part, area)
    area.setWidget(part)
    # Transparent: the card is painted behind it.
    area.viewport().setAutoFillBackground(False)
    part.setAutoFillBackground(False)
    bar = area.verticalScrollBar().sizeHint().width()
    part.setMinimumHeight(part.heightForWidth(width - margins.left() - margins.right() - bar))
    area.setFixedHeight(max(whole + spare, current_theme().px(_LEAST_PROOF)))
    return area
