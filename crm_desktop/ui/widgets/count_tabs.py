"""Tabs over a list, each with how many rows it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
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
    own: bool = False
    """It can be renamed, moved and deleted."""


class CountTabs(QTabBar):
    """``chosen`` carries the id of the tab that a person went to, also when it was there already.

    ``change_asked`` carries the id of a tab of one's own and what to do with it: rename, delete, back, on or menu.
    """

    chosen = Signal(str)
    change_asked = Signal(str, str)

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
        self.tabBarClicked.connect(self._click)
        look().changed.connect(self.updateGeometry)

    def place_of(self, tab_id: str) -> QRect:
        """Where a tab stands on the screen; the whole bar when it is not there."""
        place = next((i for i, tab in enumerate(self._shown) if tab.id == tab_id), -1)
        rect = self.tabRect(place) if place >= 0 else self.rect()
        return QRect(self.mapToGlobal(rect.topLeft()), rect.size())

    def _click(self, place: int) -> None:
        if place >= 0 and place == self.currentIndex():
            self.chosen.emit(self._shown[place].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tab = self._shown[self.currentIndex()] if 0 <= self.currentIndex() < len(self._shown) else None
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        moved = event.modifiers() & both == both
        keys = {Qt.Key.Key_F2: "rename", Qt.Key.Key_Delete: "delete"}
        if moved:
            keys = {Qt.Key.Key_Left: "back", Qt.Key.Key_Right: "on"}
        what = keys.get(Qt.Key(event.key())) if tab is not None and tab.own else None
        if what is not None and tab is not None:
            self.change_asked.emit(tab.id, what)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.currentIndex() if by_key else self.tabAt(event.pos())
        if 0 <= place < len(self._shown) and self._shown[place].own:
            self.change_asked.emit(self._shown[place].id, "menu")

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
