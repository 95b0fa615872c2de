"""What a filtered list says when nothing fits: one sentence and links that lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import PlainLabel


class NothingFound(QWidget):
    """One sentence in the middle, links under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = PlainLabel("", color="text2", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.links: list[Button] = []
        self._runs: list[Callable[[], None]] = []
        self._row = QHBoxLayout()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._sentence)
        column.addLayout(self._row)
        column.addStretch(3)

    @property
    def sentence(self) -> str:
        """What it says now."""
        return self._sentence.text()

    def say(self, sentence: str, actions: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
        """Shows a sentence and its links, in their order."""
        self._sentence.setText(sentence)
        self._runs = [run for _, run in actions]
        if [label for label, _ in actions] == [link.label for link in self.links]:
            return  # one of them may have the keyboard
        while self._row.takeAt(0) is not None:
            pass
        for link in self.links:
            link.hide()  # it goes only when the event loop comes round
            link.deleteLater()
        self.links = [Button(label, "link") for label, _ in actions]
        self._row.setSpacing(current_theme().space(4))
        self._row.addStretch()
        for number, link in enumerate(self.links):
            link.clicked.connect(lambda _checked=False, number=number: self._runs[number]())
            self._row.addWidget(link)
        self._row.addStretch()
        if self.links:
            self.setFocusProxy(self.links[0])
