"""The head of a sortable table: an arrow beside the column in order; Left, Right and Space do what a click does."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.text import LEFT, RIGHT, draw_text, text_width
from crm_desktop.ui.rows_model import RowsModel
from crm_desktop.ui.theme import current_theme, design_tokens

_HEIGHT = 32


class SortHeader(QHeaderView):
    """Works over a ``RowsModel``. ``order_asked`` carries the column's name and whether downwards was asked for."""

    order_asked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._name, self._descending = "", False
        self._at = 0
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Columns: Left and Right to choose, Space to sort"))
        self.sectionClicked.connect(self._ask)

    def show_order(self, name: str, *, descending: bool) -> None:
        """Marks the column that the rows are in the order of."""
        self._name, self._descending = name, descending
        self.viewport().update()

    def _rows_model(self) -> RowsModel:
        model = self.model()
        assert isinstance(model, RowsModel)
        return model

    def _ask(self, section: int) -> None:
        column = self._rows_model().columns[section]
        if column.sortable:
            # Figures are asked for from the largest, words from A; a second time turns the order round.
            first = column.right
            self.order_asked.emit(column.name, not self._descending if column.name == self._name else first)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = [section for section in range(self.count()) if not self.isSectionHidden(section)]
        place = shown.index(self._at) if self._at in shown else 0
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(shown[place])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._at = shown[min(max(place + step, 0), len(shown) - 1)]
        elif event.key() == Qt.Key.Key_Down:
            parent = self.parentWidget()
            if parent is not None:
                parent.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
            return
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        theme = current_theme()
        column = self._rows_model().columns[logical_index]
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        indent = theme.space(5) if self.visualIndex(logical_index) == 0 else theme.space(2)
        right = theme.space(5) if logical_index == self.count() - 1 else theme.space(2)
        place = QRectF(rect).adjusted(indent, 0, -right, 0)
        arrow = theme.size("iconSmall") if column.name == self._name else 0
        words = min(text_width(column.heading, theme, "small", weight=500), place.width() - arrow)
        start = place.right() - words - arrow if column.right else place.left()
        align = RIGHT if column.right else LEFT
        color = "text" if arrow else "text2"
        line = QRectF(start, place.top(), words + 1, place.height())
        draw_text(painter, line, column.heading, theme, role="small", weight=500, color=color, align=align)
        if arrow:
            name = "arrow-down" if self._descending else "arrow-up"
            spot = QRectF(line.right() + 1, place.top(), arrow, place.height())
            draw_icon(painter, spot, name, theme.color("text2"), size=theme.px(12))
        if self.hasFocus() and logical_index == self._at:
            width = float(design_tokens()["focus"]["width"])
            painter.setPen(QPen(theme.color("focus"), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2))
