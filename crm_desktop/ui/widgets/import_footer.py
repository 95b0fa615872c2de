"""The foot of an import: what a trial run means, the way back and on, and how far the work is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from crm_desktop.i18n import tr, tr_n
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.theme import current_theme, design_tokens, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import ElidedLabel


class ImportFooter(QWidget):
    """``back_asked``, ``import_asked`` and ``cancel_asked`` are its buttons."""

    back_asked = Signal()
    import_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Back, or import"))
        self._text = ElidedLabel("", color="text2")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("How far it is"))
        self.back_button = Button(tr("Back"), "secondary")
        self.import_button = Button(tr("Import"), "primary", key=tr("Ctrl Enter"))
        self.cancel_button = Button(tr("Cancel"), "secondary")
        self.back_button.clicked.connect(lambda: self.back_asked.emit())
        self.import_button.clicked.connect(lambda: self.import_asked.emit())
        self.cancel_button.clicked.connect(lambda: self.cancel_asked.emit())
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._text, 1)
        for widget in (self.progress, self.cancel_button, self.back_button, self.import_button):
            self._row.addWidget(widget)
        # Work that is over at once shows no progress: nothing flickers.
        self._delay = QTimer(self, singleShot=True, interval=int(design_tokens()["motion"]["skeletonDelay"]))
        self._delay.timeout.connect(self.progress.show)
        self.show_ready(None)
        look().changed.connect(self._make_room)
        self._make_room()

    def show_checking(self) -> None:
        """A trial run is under way: nothing can be imported yet."""
        self._show(tr("Checking the file. Nothing has changed."), importing=False)
        self.import_button.setEnabled(False)
        self._begin()

    def show_ready(self, rows: int | None) -> None:
        """The trial run is over: so many rows can be imported, ``None`` when something must be told first."""
        self._delay.stop()
        self.progress.hide()
        self._show(tr("This was a trial run. Nothing has changed yet, and you can undo the import."), importing=False)
        words = tr("Import") if rows is None else tr_n("Import {n} row", "Import {n} rows", rows)
        self.import_button.set_label(words)
        self.import_button.setEnabled(bool(rows))

    def show_importing(self, rows: int) -> None:
        """The import is under way and can be cancelled."""
        self._show(tr_n("Importing {n} row…", "Importing {n} rows…", rows), importing=True)
        self.cancel_button.set_ready(tr("Cancel"))
        self._begin()

    def show_stopping(self) -> None:
        """Cancel was asked for: what was begun is being taken back."""
        self.cancel_button.set_busy(tr("Stopping…"))

    def show_progress(self, done: int, total: int) -> None:
        """How far the work is."""
        self.progress.setMaximum(max(total, 1))
        self.progress.setValue(done)

    def first_stop(self) -> QWidget:
        """Where the keyboard goes when it comes here."""
        return next(
            (b for b in (self.import_button, self.cancel_button) if b.isVisible() and b.isEnabled()), self.back_button
        )

    def _begin(self) -> None:
        self.show_progress(0, 1)
        if self.progress.isHidden():
            self._delay.start()

    def _show(self, text: str, *, importing: bool) -> None:
        self._text.setText(text)
        self.cancel_button.setVisible(importing)
        self.back_button.setVisible(not importing)
        self.import_button.setVisible(not importing)
        self.update()

    def _make_room(self) -> None:
        theme = current_theme()
        left = theme.space(5) + theme.size("icon") + theme.px(8)
        self._row.setContentsMargins(left, theme.space(3), theme.space(5), theme.space(3))
        self._row.setSpacing(theme.space(2))
        self.progress.setFixedWidth(theme.px(160))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("line"))
        size = theme.size("icon")
        place = QRectF(theme.space(5), 0, size, self.height())
        draw_icon(painter, place, "undo-2", theme.color("text2"), size=size)
