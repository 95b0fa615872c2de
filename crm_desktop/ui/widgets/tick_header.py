"""The head of a table whose rows can be ticked."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_cells import tick_box
from crm_desktop.ui.widgets.fields import draw_check_mark_box
from crm_desktop.ui.widgets.sort_header import SortHeader


class TickHeader(SortHeader):
    """The head of the table; the box over the ticks shows whether all, some or none are ticked, and turns it round."""

    tick_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticked: bool | None = False
        """``None`` for some."""

    def _ask(self, section: int) -> None:
        if self._rows_model().columns[section].name == "tick":
            self.tick_asked.emit()
        else:
            super()._ask(section)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        super().paintSection(painter, rect, logical_index)
        if self._rows_model().columns[logical_index].name != "tick":
            return
        theme = current_theme()
        box = tick_box(QRectF(rect).adjusted(theme.space(5 if logical_index == 0 else 2), 0, 0, 0), theme)
        draw_check_mark_box(painter, box, checked=bool(self.ticked))
        if self.ticked is None:
            painter.setPen(QPen(theme.color("text2"), 2))
            middle = box.center().y()
            painter.drawLine(round(box.left() + 4), round(middle), round(box.right() - 4), round(middle))
