"""The search field of a table: filters stand in it as tokens, and what one types filters at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from crm_desktop.domain.account_filter import AccountFilter, Term
from crm_desktop.services import filter_words
from crm_desktop.services.filter_words import Vocabulary
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.text import RIGHT, draw_text, text_width
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.filter_list import FilterList
from crm_desktop.ui.widgets.filter_token import FilterToken

_HEIGHT = 36
_LEAST_LINE = 140


class TokenField(QFrame):
    """``changed`` tells that ``wanted`` is another filter; ``host`` is the page that the suggestions lie over.

    Tab takes the best suggestion, Down goes to them, Enter takes the marked one or goes on to the table; Backspace at
    the beginning takes the last token off, Left goes to it.
    """

    changed = Signal()
    list_asked = Signal()
    entered = Signal()

    def __init__(self, host: QWidget, *, placeholder: str, name: str, known: Callable[[], Vocabulary]) -> None:
        super().__init__(host)
        self._known = known
        self._terms = AccountFilter()
        self._told = AccountFilter()
        self._note = ""
        self.tokens: list[FilterToken] = []
        self.line = QLineEdit(self)
        self.line.setFrame(False)
        self.line.setProperty("bare", True)
        self.line.setStyleSheet("QLineEdit { border: none; background: transparent; padding: 0; }")
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(name)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(lambda _text: self._typed())
        self.suggestions = FilterList(host)
        self.suggestions.picked.connect(lambda picked: self.add(self.suggestions.term(picked)))
        self.setFocusProxy(self.line)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        look().changed.connect(self._rebuild)
        self._arrange()

    # -- what is asked for -----------------------------------------------------------------------

    @property
    def wanted(self) -> AccountFilter:
        """The tokens, and what is typed: a filter that is typed in full counts before it is a token."""
        text = self.line.text()
        term = filter_words.meant(text, self._known())
        return self._terms.with_term(term) if term else AccountFilter(self._terms.terms, text)

    @property
    def terms(self) -> AccountFilter:
        """The tokens alone."""
        return self._terms

    def show_filter(self, wanted: AccountFilter) -> None:
        """Shows a filter and tells nobody."""
        self._terms = AccountFilter(wanted.terms)
        self.line.blockSignals(True)
        self.line.setText(wanted.text)
        self.line.blockSignals(False)
        self.suggestions.hide()
        self._told = self.wanted
        self._rebuild()

    def add(self, term: Term) -> None:
        """Makes a token of a filter; what was typed for it goes."""
        self._terms = self._terms.with_term(term)
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self.suggestions.hide()
        self._rebuild()
        announce(self.line, filter_words.sentence(self._terms))
        self._tell()

    def remove(self, place: int) -> None:
        """Takes a token off."""
        self._terms = self._terms.without(place)
        self._rebuild()
        self.line.setFocus()
        announce(self.line, filter_words.sentence(self._terms))
        self._tell()

    def set_note(self, text: str) -> None:
        """What was found, in words: it stands at the right end."""
        self._note = text
        self.line.setAccessibleDescription(text)
        self._arrange()

    def _typed(self) -> None:
        offers = filter_words.offers(self.line.text(), self._known(), self._terms) if self.line.hasFocus() else []
        self.suggestions.offer_filters(offers, self)
        self._tell()

    def _tell(self) -> None:
        wanted = self.wanted
        if wanted != self._told:
            self._told = wanted
            self.changed.emit()

    # -- keys ------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take(event)
        if watched is self.line and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            if event.type() == QEvent.Type.FocusOut:
                self.suggestions.hide()
            self.update()
        return super().eventFilter(watched, event)

    def _take(self, event: QKeyEvent) -> bool:
        """Whether a key of the line was one of ours."""
        key, at_start = event.key(), self.line.cursorPosition() == 0 and not self.line.hasSelectedText()
        offered = self.suggestions.isVisible()
        if key == Qt.Key.Key_Backspace and at_start and self.tokens:
            self.remove(len(self.tokens) - 1)
        elif key == Qt.Key.Key_Left and at_start and self.tokens:
            self.tokens[-1].setFocus()
        elif key == Qt.Key.Key_Tab and offered and not event.modifiers():
            self.suggestions.pick_first()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and offered:
            self.suggestions.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Down:
            self.list_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return self._finish(enter=key != Qt.Key.Key_Space)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def _finish(self, *, enter: bool) -> bool:
        """Enter or a space after a filter makes a token of it; a space only after "field: value"."""
        text = self.line.text()
        if enter and self.suggestions.has_mark:
            self.suggestions.pick()
            return True
        if enter or ":" in text:
            term = filter_words.meant(text, self._known()) or (filter_words.unknown(text) if enter else None)
            if term is not None:
                self.add(term)
                return True
        if enter:
            self.entered.emit()
        return enter

    def _escape(self) -> None:
        if self.suggestions.isVisible():
            self.suggestions.hide()
        elif self.line.text():
            self.line.clear()
        elif self._terms.terms:
            self.show_filter(AccountFilter())
            self.changed.emit()
        else:
            self.list_asked.emit()

    def _step(self, token: FilterToken, step: int) -> None:
        place = self.tokens.index(token) + step
        (self.tokens[place] if 0 <= place < len(self.tokens) else self.line if place > 0 else token).setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    # -- room and paint --------------------------------------------------------------------------

    def _rebuild(self) -> None:
        for token in self.tokens:
            token.hide()
            token.setParent(None)
            token.deleteLater()
        self.tokens = [FilterToken(term, self) for term in self._terms.terms]
        for place, token in enumerate(self.tokens):
            token.remove_asked.connect(lambda place=place: self.remove(place))
            token.step_asked.connect(lambda step, token=token: self._step(token, step))
            token.show()
        self.line.setFont(current_theme().font("body"))
        self._arrange()

    def _places(self, width: int) -> tuple[Sequence[tuple[int, int]], tuple[int, int]]:
        """Where each token and the line begin: x in pixels and the number of the row."""
        theme = current_theme()
        left, gap = theme.px(11) + theme.size("icon") + theme.px(7), theme.px(6)
        x, row, places = left, 0, []
        end = width - theme.px(8)
        for token in self.tokens:
            first_end = end - self._note_width() if row == 0 else end
            if x + token.width() > first_end and x > left:
                x, row = left, row + 1
            places.append((x, row))
            x += token.width() + gap
        if x + theme.px(_LEAST_LINE) > (end - self._note_width() if row == 0 else end) and x > left:
            x, row = left, row + 1
        return places, (x, row)

    def _arrange(self) -> None:
        theme = current_theme()
        height, width = theme.px(_HEIGHT), self.width()
        places, (x, row) = self._places(width)
        for token, (left, at) in zip(self.tokens, places, strict=True):
            token.move(left, at * theme.px(30) + (height - token.height()) // 2)
        end = width - theme.px(8) - (self._note_width() if row == 0 else 0)
        self.line.setGeometry(x, row * theme.px(30) + theme.px(4), max(end - x, 20), height - theme.px(8))
        self.setFixedHeight(height + row * theme.px(30))
        self.update()

    def _note_width(self) -> int:
        """The room the note takes; none where it would leave too little to type in."""
        theme = current_theme()
        width = round(text_width(self._note, theme, "small")) + theme.px(16) if self._note else 0
        return width if self.width() - width > theme.px(240) else 0

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(400), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(160), current_theme().px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        inside = self.line.hasFocus() or any(token.hasFocus() for token in self.tokens)
        width = 2.0 if inside else 1.0
        painter.setPen(QPen(theme.color("focus" if inside else "lineStrong"), width))
        painter.setBrush(theme.color("raised"))
        radius = theme.radius("control")
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        first = QRectF(0, 0, self.width(), theme.px(_HEIGHT))
        size = theme.size("icon")
        icon = QRectF(theme.px(11), 0, size, first.height())
        draw_icon(painter, icon, "search", theme.color("text2"), size=size)
        if self._note_width():
            draw_text(
                painter, first.adjusted(0, 0, -theme.px(10), 0), self._note, theme, role="small", color="text3",
                align=RIGHT,
            )  # fmt: skip
