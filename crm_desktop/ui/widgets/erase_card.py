"""The question before a person is erased: what will go, what stays, and their name typed once more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services import erasing_wording
from crm_desktop.services.erasing_certificate import Copies
from crm_desktop.services.personal_data import Plan
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.modal_card import ModalCard
from crm_desktop.ui.widgets.note import Note
from crm_desktop.ui.widgets.note_line import NoteLine
from crm_desktop.ui.widgets.rule import Rule
from crm_desktop.ui.widgets.segmented import SegmentedChoice

_WIDTH = 620
_CHOICES: tuple[Copies, ...] = ("remake", "delete", "keep")


class EraseCard(ModalCard):
    """``confirmed`` is called once the name was typed and the button pressed.

    It gets what to do with the backups, and whether files that only they brought go too.
    """

    def __init__(self, window: QWidget, plan: Plan, confirmed: Callable[[Copies, bool], None]) -> None:
        super().__init__(window, name=tr("Erase {name}?", name=plan.name), width=_WIDTH)
        self._plan, self._confirmed = plan, confirmed
        self.warning = NoteLine("triangle-alert", "danger", role="body")
        self.warning.set_text(tr("This is the one thing that cannot be undone."))
        self.told = PlainLabel("", wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.copies = SegmentedChoice(
            [
                ("remake", tr("Make them again")),
                ("delete", tr("Delete them")),
                ("keep", tr("Leave them")),
            ],
            tr("Backups that hold them"),
        )
        self.copies.set_value("remake")
        self.copies.chosen.connect(lambda _value: self._tell())
        self._copies_label = PlainLabel(tr("Backups that hold them"), "bodyStrong")
        has_copies = any(copy.readable for copy in plan.copies)
        self.copies.setVisible(has_copies)
        self._copies_label.setVisible(has_copies)
        self.files = SegmentedChoice(
            [("keep", tr("Leave them")), ("remove", tr("Remove them"))], tr("Files that came from them")
        )
        self.files.chosen.connect(lambda _value: self._tell())
        self._files_label = PlainLabel(tr("Files that came from them"), "bodyStrong")
        has_files = any(file.alone for file in plan.files)
        self.files.setVisible(has_files)
        self._files_label.setVisible(has_files)
        self.name = LineField(name=tr("Type {name} to erase them", name=plan.name))
        self.name.textEdited.connect(lambda _text: self._look_at_name())
        self.note = Note()
        self.cancel = Button(tr("Cancel"), "quiet", key=tr("Esc"))
        self.erase = Button(tr("Erase for good"), "danger")
        self.cancel.clicked.connect(self.close_card)
        self.erase.clicked.connect(self.confirm)
        self._lay_out()
        look().changed.connect(self._make_room)
        self._make_room()
        self._tell()
        self._look_at_name()

    def _lay_out(self) -> None:
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(PlainLabel(tr("Erase {name}?", name=self._plan.name), "title", wrap=True))
        inner = self._inner = QWidget()
        self._middle = QVBoxLayout(inner)
        for widget in (self.warning, self.told, self._copies_label, self.copies, self._files_label, self.files):
            self._middle.addWidget(widget)
        self._middle.addStretch()
        # Always on screen: what goes may be long, and what is asked must not be under it.
        self._asked = QVBoxLayout()
        asked = tr("Type {name} to erase them", name=self._plan.name)
        self._asked.addWidget(PlainLabel(asked, "bodyStrong", wrap=True))
        self._asked.addWidget(self.name)
        self._asked.addWidget(self.note)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        inner.setAutoFillBackground(False)  # after setWidget, which sets it
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.erase)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule())
        column.addWidget(self._scroll, 1)
        column.addWidget(Rule())
        column.addLayout(self._asked)
        column.addLayout(self._foot)

    def _make_room(self) -> None:
        theme = current_theme()
        side = theme.px(20)
        self._head.setContentsMargins(side, theme.px(14), side, theme.px(12))
        self._middle.setContentsMargins(side, theme.px(14), side, theme.px(14))
        self._middle.setSpacing(theme.space(3))
        self._asked.setContentsMargins(side, theme.px(12), side, 0)
        self._asked.setSpacing(theme.space(2))
        self._foot.setContentsMargins(side, theme.px(10), side, theme.px(12))
        self._foot.setSpacing(theme.px(8))

    def wanted_height(self, width: int) -> int:
        rest = self._head, self._asked, self._foot
        return self._inner.heightForWidth(width - 2) + sum(part.sizeHint().height() for part in rest) + 4

    def open_question(self) -> None:
        """Shows the card with the keyboard where the name is typed."""
        self.open_card(self.name)
        announce(self, self.warning.text)

    @property
    def chosen(self) -> Copies:
        """What to do with the backups."""
        return next(choice for choice in _CHOICES if choice == self.copies.value())

    @property
    def removes_files(self) -> bool:
        """Whether files that nobody else has go too."""
        return self.files.value() == "remove"

    def confirm(self) -> None:
        """Goes on, if the name is theirs."""
        if not self._is_meant():
            self.note.show_problem(tr("That is another name."))
            announce(self, tr("That is another name."))
            self.name.setFocus()
            return
        self._confirmed(self.chosen, self.removes_files)

    def show_working(self) -> None:
        """While it is being done nothing can be pressed."""
        self.erase.set_busy(tr("Erasing…"))
        self.cancel.setEnabled(False)
        self.name.setEnabled(False)

    def show_problem(self, error: Exception) -> None:
        """It was refused, and nothing was erased."""
        self.erase.set_ready(tr("Erase for good"))
        self.cancel.setEnabled(True)
        self.name.setEnabled(True)
        self.note.show_problem(str(error))
        announce(self, str(error))

    def dismiss(self) -> None:
        if self.cancel.isEnabled():
            self.close_card()

    def _is_meant(self) -> bool:
        return " ".join(self.name.text().split()) == " ".join(self._plan.name.split())

    def _look_at_name(self) -> None:
        self.note.show_problem("")
        self.erase.setEnabled(self._is_meant())

    def _tell(self) -> None:
        lines = erasing_wording.what_will_happen(self._plan, self.chosen, files=self.removes_files)
        self.told.setText("\n".join(f"• {line}" for line in lines))
        self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name.hasFocus():
            self.confirm()
            event.accept()
        else:
            super().keyPressEvent(event)
