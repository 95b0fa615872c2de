"""The three steps of an import on screen, file, check and done, under a head that says which one it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.drop_area import DropArea
from crm_desktop.ui.widgets.import_check import ImportCheck
from crm_desktop.ui.widgets.import_done import ImportDone
from crm_desktop.ui.widgets.import_footer import ImportFooter
from crm_desktop.ui.widgets.import_head import CHECK, FILE, ImportHead

_LOW = 470


class ImportSteps(QWidget):
    """The parts are there from the beginning; ``go`` shows one step of them."""

    def __init__(self) -> None:
        super().__init__()
        self.step = FILE
        self.head = ImportHead()
        self.drop_area = DropArea()
        self.check = ImportCheck()
        self.footer = ImportFooter()
        self.done = ImportDone()
        check = QWidget()
        self._body = QStackedWidget()
        for part in (self.drop_area, check, self.done):
            self._body.addWidget(part)
        column = QVBoxLayout(check)
        column.addWidget(self.check, 1)
        column.addWidget(self.footer)
        whole = QVBoxLayout(self)
        whole.addWidget(self.head)
        whole.addWidget(self._body, 1)
        for layout in (column, whole):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self.go(FILE)

    def go(self, step: int) -> None:
        """Shows a step."""
        if step != self.step or step == FILE:
            self.step = step
            self.head.show_step(step)
            self._body.setCurrentIndex(step)

    def panes(self) -> list[QWidget]:
        """What F6 steps through."""
        if self.step == CHECK:
            self.footer.setFocusProxy(self.footer.first_stop())
            return [self.head.kind_box, *self.check.panes(), self.footer]
        return [self.drop_area if self.step == FILE else self.done]

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """Puts the keyboard on the part that matters."""
        # A focus proxy would do this too, but with one Tab comes to it first and leaves out the head and the columns.
        main: tuple[QWidget, ...] = (self.drop_area, self.check.table, self.done)
        main[self.step].setFocus(reason)

    def set_locked(self, locked: bool) -> None:
        """While rows are written nothing can be told any more."""
        self.check.setEnabled(not locked)
        self.head.kind_box.setEnabled(not locked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.set_low(self.height() < current_theme().px(_LOW))
