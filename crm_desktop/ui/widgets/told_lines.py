"""What people told the detector about an account, each with a link that takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services import told_wording
from crm_desktop.services.corrections import Correction
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.why_line import WhyLine


class ToldLines(QWidget):
    """Hidden while nothing was told; ``take_back_asked`` carries the id of the correction."""

    take_back_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: tuple[Correction, ...] = ()
        self.lines: list[WhyLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current_theme().space(1))
        self.hide()

    def show_told(self, told: Sequence[Correction]) -> None:
        """Replaces the lines; the keyboard stays where it is while they are the same."""
        self.setVisible(bool(told))
        if self._told == tuple(told):
            return
        self._told = tuple(told)
        for line in self.lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self.lines = [self._line(correction) for correction in told]
        for line in self.lines:
            self._column.addWidget(line)

    def _line(self, correction: Correction) -> WhyLine:
        line = WhyLine(tr("Take back"))
        text = told_wording.told(correction)
        line.set_text(text, linked=True)
        line.link.setAccessibleName(tr("Take back: {what}", what=text))
        line.link.clicked.connect(lambda _checked=False: self.take_back_asked.emit(correction.id))
        return line
