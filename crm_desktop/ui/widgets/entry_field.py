"""The one line that is typed into the quick log: what was recognised in it is marked in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.theme import current_theme, look

_LONGEST_PASTE = 10_000
"""Characters: what is longer is no line, and one line of it would be drawn for seconds."""


class Mark(NamedTuple):
    """Characters ``start`` to ``end`` (excluded) are recognised; ``token`` is "accent" or a status.

    ``lead``: so many characters before it belong to it and are not marked, such as "about ".
    """

    start: int
    end: int
    token: str
    lead: int = 0

    def moved(self, by: int) -> Mark:
        """The same mark further on."""
        return self._replace(start=self.start + by, end=self.end + by)


class EntryField(QPlainTextEdit):
    """One line; pasted line breaks become spaces. Enter is left to the parent.

    While ``offers`` is true, Tab takes what is offered (``offer_taken``) instead of moving on. The ghost text behind
    the line is taken with the right arrow. Backspace right behind a mark makes it plain text (``made_plain``). A
    pasted page is no line: ``page_pasted`` hands it on.
    """

    offer_taken = Signal()
    made_plain = Signal()
    page_pasted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, placeholder: str, name: str) -> None:
        super().__init__(parent)
        self.offers = False
        self._marks: tuple[Mark, ...] = ()
        self._plain: tuple[tuple[int, int], ...] = ()
        self._ghost = ""
        self._deleting = False
        self._known = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setProperty("bare", True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.textChanged.connect(self._keep_marks_in_place)
        look().changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Another text, with the cursor at its end."""
        self.setPlainText(" ".join(text.splitlines()))
        self.moveCursor(QTextCursor.MoveOperation.End)

    def replace_text(self, text: str) -> None:
        """Another text that Ctrl+Z takes back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """What was recognised in the text as it stands."""
        self._marks = tuple(marks)
        self.viewport().update()

    @property
    def plain(self) -> tuple[tuple[int, int], ...]:
        """Stretches of the text that were made plain: nothing begins in them."""
        return self._plain

    def set_plain(self, plain: Sequence[tuple[int, int]]) -> None:
        """Makes these stretches of the text plain, and tells nobody."""
        self._plain = tuple(plain)

    @property
    def ghost(self) -> str:
        return self._ghost

    def set_ghost(self, text: str) -> None:
        """What the right arrow would write behind the line."""
        if text != self._ghost:
            self._ghost = text
            self.setAccessibleDescription(tr("Right arrow adds: {text}", text=text.strip()) if text else "")
            self.viewport().update()

    def _keep_marks_in_place(self) -> None:
        """Until the new text is understood, what stands before the change stays and what is after it moves along."""
        before, after = self._known, self.text
        self._known = after
        shorter = min(len(before), len(after))
        same = next((at for at in range(shorter) if before[at] != after[at]), shorter)
        ending = next((at for at in range(shorter - same) if before[-1 - at] != after[-1 - at]), shorter - same)
        shift = len(after) - len(before)
        behind = len(before) - ending
        self._plain = tuple(
            (start, end) if end <= same else (start + shift, end + shift)
            for start, end in self._plain
            if end <= same or start >= behind
        )
        self.set_marks(
            [
                mark if mark.end <= same else mark.moved(shift)
                for mark in self._marks
                if mark.end <= same or mark.start - mark.lead >= behind
            ]
        )
        added = after[len(before) :] if after.startswith(before) else ""
        self.set_ghost(self._ghost[len(added) :] if added and self._ghost.startswith(added) else "")

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text() if source.hasText() else ""
        if len(text) > _LONGEST_PASTE:
            self.page_pasted.emit(text)
        elif text:
            self.textCursor().insertText(" ".join(text.split()))

    def focusNextPrevChild(self, next: bool) -> bool:
        if next and self.offers:
            self.offer_taken.emit()
            return True
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        was_deleting, self._deleting = self._deleting, event.key() == Qt.Key.Key_Backspace
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        elif event.key() == Qt.Key.Key_Right and not event.modifiers() and self._ghost and self._is_at_end():
            self.textCursor().insertText(self._ghost)
        elif event.key() == Qt.Key.Key_Backspace and not event.modifiers() and not was_deleting:
            # Held down or pressed again, it deletes.
            if not self._make_plain():
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _is_at_end(self) -> bool:
        cursor = self.textCursor()
        return cursor.atEnd() and not cursor.hasSelection()

    def _make_plain(self) -> bool:
        """The mark that ends at the cursor becomes text again."""
        cursor = self.textCursor()
        mark = next((mark for mark in self._marks if mark.end == cursor.position()), None)
        if mark is None or cursor.hasSelection():
            return False
        self._plain = (*self._plain, (mark.start - mark.lead, mark.end))
        self.set_marks([other for other in self._marks if other is not mark])
        self.set_ghost("")
        self.made_plain.emit()
        return True

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(240), theme.line("entry") + theme.px(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        thick, radius = float(theme.px(2)), float(theme.radius("kbd"))
        for mark in self._marks:
            start, end = self._place(mark.start), self._place(mark.end)
            box = QRectF(start.topLeft(), QPointF(end.left(), start.bottom() + thick))
            ink = theme.color(mark.token)
            painter.setBrush(theme.color(f"{mark.token}Tint"))
            painter.drawRoundedRect(box, radius, radius)
            # The underline keeps the round corners of the box: the box in ink, but for all above its last pixels.
            painter.save()
            painter.setClipRect(QRectF(box.left(), box.bottom() - thick, box.width(), thick))
            painter.setBrush(QColor(ink))
            painter.drawRoundedRect(box, radius, radius)
            painter.restore()
        if self._ghost and self._is_at_end():
            end = self._place(len(self.text))
            left = end.left() + self.cursorWidth()
            room = QRectF(left, end.top(), max(self.viewport().width() - left, 0), end.height())
            # Not cut with an ellipsis: its end is seen when it is taken.
            painter.setFont(theme.font("entry"))
            painter.setPen(theme.color("text3"))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, self._ghost)
        painter.end()
        super().paintEvent(event)

    def _place(self, position: int) -> QRectF:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, len(self.text)))
        return QRectF(self.cursorRect(cursor))

    def _restyle(self) -> None:
        theme = current_theme()
        self.setFont(theme.font("entry"))
        self.setCursorWidth(max(theme.px(1), 1))
        self.setFixedHeight(self.sizeHint().height())
        # The text stands in the middle; what is left under it is for the underline.
        self.setViewportMargins(0, max(round((self.height() - theme.metrics("entry").height()) / 2), 0), 0, 0)
