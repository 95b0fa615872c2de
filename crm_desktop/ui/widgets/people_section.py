"""The people at an account: how they rate us, how to reach them; add, change, or note that somebody left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.entities import Contact, ContactFields
from crm_desktop.i18n import tr
from crm_desktop.services.portrait import Person
from crm_desktop.ui.attention_face import rating_face
from crm_desktop.ui.paint.text import CENTER, draw_text
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import CopiedLabel, ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.pane_section import PaneSection
from crm_desktop.ui.widgets.status_mark import RatingMark

_AVATAR = 24


class PeopleSection(PaneSection):
    """``saved`` carries the contact's id (``None``: a new one), its fields and its role; ``left`` the id."""

    saved = Signal(object, object, str)
    left = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("People"), parent)
        self.add_button = self.add_action(tr("Add a person"), lambda: self.open_form(None))
        self.form = _PersonForm(self)
        self.form.setVisible(False)
        self.foot.addWidget(self.form)
        self.form.saved.connect(self._save)
        self.form.left.connect(self._leave)
        self.form.closed.connect(self.close_form)

    def show_people(self, people: Sequence[Person]) -> None:
        """Shows them, the one we talk to most first."""
        self.set_note("" if people else tr("nobody yet"))
        rows = [_PersonRow(person) for person in people]
        for row, person in zip(rows, people, strict=True):
            row.edit.clicked.connect(lambda _checked=False, contact=person.contact: self.open_form(contact))
        self.set_rows(rows)

    def open_form(self, contact: Contact | None) -> None:
        """Opens the fields of somebody, or empty ones."""
        self.form.fill(contact)
        self.form.setVisible(True)
        self.form.name.setFocus()

    def close_form(self) -> None:
        """Closes them."""
        self.form.setVisible(False)
        self.add_button.setFocus()

    def _save(self, contact: int | None, fields: ContactFields, role: str) -> None:
        self.close_form()
        self.saved.emit(contact, fields, role)

    def _leave(self, contact: int) -> None:
        self.close_form()
        self.left.emit(contact)


class _PersonRow(QWidget):
    def __init__(self, person: Person) -> None:
        super().__init__()
        contact = person.contact
        theme = current_theme()
        self.edit = IconButton("square-pen", tr("Change {name}", name=contact.name), small=True)
        self.setFocusProxy(self.edit)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, theme.px(4))
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(contact.name))
        if contact.role:
            words.addWidget(ElidedLabel(contact.role, "small", "text2"))
        grid.addWidget(_Initials(contact.name), 0, 0)
        grid.addLayout(words, 0, 1)
        if person.rating is not None:
            face = rating_face(person.rating, person.rating_before)
            grid.addWidget(RatingMark(face, tr("Rated us {score}", score=face.text)), 0, 2)
        grid.addWidget(self.edit, 0, 3)
        for place, line in enumerate(filter(None, (contact.phone, contact.email)), start=1):
            grid.addWidget(selectable_label(line), place, 1, 1, 3)


def selectable_label(text: str) -> PlainLabel:
    """A phone number or an address that can be marked and copied; never a link that dials by itself."""
    return CopiedLabel(text)


class _Initials(QWidget):
    """The first letters of a name in a circle."""

    def __init__(self, name: str) -> None:
        super().__init__()
        parts = name.split()
        self._letters = "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = current_theme().px(_AVATAR)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("pressed"))
        painter.drawEllipse(QRectF(self.rect()))
        draw_text(
            painter, QRectF(self.rect()), self._letters, theme, role="caption", weight=500, color="text2", align=CENTER
        )


class _PersonForm(QWidget):
    """Enter saves, Esc closes; filling it writes nothing."""

    saved = Signal(object, object, str)
    left = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._contact: Contact | None = None
        self.name = LineField(placeholder=tr("name"), name=tr("Name"))
        self.role = LineField(placeholder=tr("role"), name=tr("Role"))
        self.phone = LineField(placeholder=tr("phone"), name=tr("Phone"))
        self.email = LineField(placeholder=tr("email"), name=tr("Email"))
        self.name.textEdited.connect(lambda _text: self.name.set_error(""))
        self._save = Button(tr("Save"), "secondary", small=True)
        self._leave = Button(tr("Left the firm"), "quiet", small=True)
        self._save.clicked.connect(self.save)
        self._leave.clicked.connect(lambda: self.left.emit(self._contact.id if self._contact else None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space(1))
        for field in (self.name, self.role, self.phone, self.email):
            column.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(self._save)
        row.addWidget(self._leave)
        row.addStretch()
        column.addLayout(row)

    def fill(self, contact: Contact | None) -> None:
        """Shows somebody's values; nobody's: empty fields."""
        self._contact = contact
        shown = contact or ContactFields(name="")
        self.name.setText(shown.name)
        self.name.set_error("")
        self.phone.setText(shown.phone)
        self.email.setText(shown.email)
        self.role.setText(contact.role if contact else "")
        self._leave.setVisible(contact is not None)

    def save(self) -> None:
        """Hands over the fields; a person needs a name."""
        if not self.name.text().strip():
            self.name.set_error(tr("A person needs a name."))
            self.name.setFocus()
            return
        fields = ContactFields(
            name=self.name.text(),
            phone=self.phone.text().strip(),
            email=self.email.text().strip(),
            notes=self._contact.notes if self._contact else "",
        )
        self.saved.emit(self._contact.id if self._contact else None, fields, " ".join(self.role.text().split()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
