"""Tabs over a list, each with how many rows it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QWidget

from crm_desktop.i18n import format_number
from crm_desktop.ui.paint.text import draw_text, text_width
from crm_desktop.ui.theme import current_theme, design_tokens, look

_HEIGHT = 36
_PADDING = 8


class CountTab(NamedTuple):
    """One tab; ``rows`` is ``None`` until it is known."""

    id: str
    label: str
    rows: int | None = None


class CountTabs(QTabBar):
    """``chosen`` carries the id of the tab that a person went to."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[CountTab] = []
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.currentChanged.connect(lambda place: self.chosen.emit(self._shown[place].id) if place >= 0 else None)
        look().changed.connect(self.updateGeometry)

    def show_tabs(self, tabs: Sequence[CountTab], current: str) -> None:
        """Shows these tabs without telling."""
        self.blockSignals(True)
        # The bar asks for the size of each tab it has at any moment: never let it have more than are known here.
        while self.count() > len(tabs):
            self.removeTab(self.count() - 1)
        self._shown = list(tabs)
        for place, tab in enumerate(tabs):
            if place == self.count():
                self.addTab("")
            # The text is what a screen reader says; "&" would make a mnemonic.
            words = tab.label if tab.rows is None else f"{tab.label} {format_number(tab.rows)}"
            self.setTabText(place, words.replace("&", "&&"))
            self.setAccessibleTabName(place, words)
        self.setCurrentIndex(next((place for place, tab in enumerate(tabs) if tab.id == current), 0))
        self.blockSignals(False)
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        theme = current_theme()
        tab = self._shown[index]
        # As wide as when it is chosen and bold, so that choosing moves nothing.
        width = text_width(tab.label, theme, weight=600) + 2 * theme.px(_PADDING)
        if tab.rows is not None:
            width += text_width(format_number(tab.rows), theme) + theme.px(6)
        return QSize(round(width + 1), theme.px(_HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        for place, tab in enumerate(self._shown):
            rect = QRectF(self.tabRect(place))
            chosen = place == self.currentIndex()
            weight = 600 if chosen else 400
            words = rect.adjusted(theme.px(_PADDING), 0, 0, 0)
            draw_text(painter, words, tab.label, theme, weight=weight, color="text" if chosen else "text2")
            if tab.rows is not None:
                words.setLeft(words.left() + text_width(tab.label, theme, weight=weight) + theme.px(6))
                draw_text(painter, words, format_number(tab.rows), theme, color="text3")
            if chosen:
                painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), theme.color("accent"))
            if chosen and self.hasFocus():
                width = float(design_tokens()["focus"]["width"])
                painter.setPen(QPen(theme.color("focus"), width))
                painter.drawRect(rect.adjusted(width / 2, width, -width / 2, -width * 2))
