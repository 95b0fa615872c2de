"""The help sheet, made from the commands and never written by hand: each with its key, and the keys of the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.commands import Command
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.labels import PlainLabel


class KeysSheet(QDialog):
    """Two columns: what it does, and the key. Without commands only the keys of the page."""

    def __init__(self, commands: Sequence[Command], page_keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setVerticalSpacing(theme.space(1))
        grid.setHorizontalSpacing(theme.space(8))
        grid.setContentsMargins(theme.space(5), theme.space(2), theme.space(5), theme.space(4))
        grid.setColumnStretch(0, 1)
        if page_keys:
            self._section(grid, tr("On this page"), [(text, key) for key, text in page_keys])
        for menu, group in groupby(commands, key=lambda command: command.menu):
            self._section(grid, menu, [(command.text, _shown(command.keys)) for command in group if command.keys])
        grid.setRowStretch(grid.rowCount(), 1)  # a few rows stay together at the top
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        area.setAccessibleName(tr("Keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        # As wide as its widest line, in every language: nothing is cut and nothing scrolls sideways.
        wide = content.sizeHint().width() + area.verticalScrollBar().sizeHint().width()
        self.resize(max(theme.px(460), wide), theme.px(560))

    def _section(self, grid: QGridLayout, title: str, rows: Sequence[tuple[str, str]]) -> None:
        head = PlainLabel(title, "bodyStrong")
        head.setContentsMargins(0, current_theme().space(3), 0, 0)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        for text, keys in rows:
            row = grid.rowCount()
            grid.addWidget(PlainLabel(text), row, 0)
            grid.addWidget(PlainLabel(keys, color="text2"), row, 1)


def _shown(keys: Sequence[str]) -> str:
    return tr(" or ").join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
