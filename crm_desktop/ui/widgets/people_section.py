"""The people at an account: how they rate us, how to reach them, where they came from; add, change, or who left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.entities import Contact, ContactFields
from crm_desktop.i18n import tr
from crm_desktop.services.places import Person as Known
from crm_desktop.services.portrait import Person
from crm_desktop.ui.attention_face import rating_face
from crm_desktop.ui.paint.text import CENTER, draw_text
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import CopiedLabel, ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.pane_section import PaneSection
from crm_desktop.ui.widgets.reach_line import ReachLine
from crm_desktop.ui.widgets.status_mark import RatingMark

_AVATAR = 24


class PeopleSection(PaneSection):
    """``saved`` carries whom the form was filled with (``None``: nobody yet), the fields and the role; ``left`` the id.

    ``card_asked`` wants the whole person (their other accounts, dates); ``called`` and ``written`` carry the name and
    the number or address that the system's program was asked for. ``asked`` carries a name that is being typed, of
    somebody who may be known already: answer with ``offer_known``; ``joined`` is who was meant, and the role.
    """

    saved = Signal(object, object, str)
    left = Signal(object)
    card_asked = Signal(object)
    called = Signal(str, str)
    written = Signal(str, str)
    asked = Signal(str)
    joined = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("People"), parent)
        self.add_button = self.add_action(tr("Add a person"), lambda: self.open_form(None))
        self.form = _PersonForm(self)
        self.form.setVisible(False)
        self.foot.addWidget(self.form)
        self.form.saved.connect(self._save)
        self.form.left.connect(self._leave)
        self.form.closed.connect(self.close_form)
        self.form.asked.connect(self.asked)
        self.form.known.connect(self._join)
        self._arrivals: Mapping[int, str] = {}
        self._former: Sequence[tuple[int, str]] = ()

    def set_moves(self, arrivals: Mapping[int, str], former: Sequence[tuple[int, str]]) -> None:
        """What is said of those who came from another account, and of those who left; before ``show_people``."""
        self._arrivals, self._former = arrivals, former

    def show_people(self, people: Sequence[Person]) -> None:
        """Shows them, the one we talk to most first, and last who left."""
        self.set_note("" if people else tr("nobody yet"))
        rows: list[QWidget] = []
        for person in people:
            row = _PersonRow(self, person, self._arrivals.get(person.contact.id, ""))
            row.edit.clicked.connect(lambda _checked=False, contact=person.contact: self.open_form(contact))
            rows.append(row)
        self.set_rows([*rows, *(_FormerRow(self, contact, text) for contact, text in self._former)])

    def offer_known(self, people: Sequence[Known]) -> None:
        """The people whom the typed name may mean."""
        self.form.offer_known(people)

    def _join(self, contact: int, role: str) -> None:
        self.close_form()
        self.joined.emit(contact, role)

    def open_form(self, contact: Contact | None) -> None:
        """Opens the fields of somebody, or empty ones."""
        self.form.fill(contact)
        self.form.setVisible(True)
        self.form.name.setFocus()

    def close_form(self) -> None:
        """Closes them."""
        self.form.setVisible(False)
        self.add_button.setFocus()

    def _save(self, contact: Contact | None, fields: ContactFields, role: str) -> None:
        self.close_form()
        self.saved.emit(contact, fields, role)

    def _leave(self, contact: int) -> None:
        self.close_form()
        self.left.emit(contact)


class _PersonRow(QWidget):
    def __init__(self, section: PeopleSection, person: Person, came: str) -> None:
        super().__init__()
        contact = person.contact
        theme = current_theme()
        self.edit = IconButton("square-pen", tr("Change {name}", name=contact.name), small=True)
        self.card = IconButton("users", tr("{name}: accounts and dates", name=contact.name), small=True)
        self.card.clicked.connect(lambda _checked=False: section.card_asked.emit(contact.id))
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
        # Beside the role, so that the name has all the room that there is.
        under = QHBoxLayout()
        under.addWidget(ElidedLabel(contact.role, "small", "text2"), 1)
        if person.rating is not None:
            face = rating_face(person.rating, person.rating_before)
            under.addWidget(RatingMark(face, tr("Rated us {score}", score=face.text)))
        if contact.role or person.rating is not None:
            words.addLayout(under)
        grid.addWidget(_Initials(contact.name), 0, 0)
        grid.addLayout(words, 0, 1)
        grid.addWidget(self.edit, 0, 2)
        grid.addWidget(self.card, 0, 3)
        place = 1
        if came:
            grid.addWidget(PlainLabel(came, "small", "text2", wrap=True), place, 1, 1, 3)
            place += 1
        if contact.phone:
            call = partial(section.called.emit, contact.name)
            grid.addWidget(ReachLine(contact.phone, call=call), place, 1, 1, 3)
            place += 1
        if contact.email:
            write = partial(section.written.emit, contact.name)
            grid.addWidget(ReachLine(contact.email, write=write), place, 1, 1, 3)


class _FormerRow(QWidget):
    """Somebody who left, and where to."""

    def __init__(self, section: PeopleSection, contact: int, text: str) -> None:
        super().__init__()
        self.card = IconButton("users", tr("Accounts and dates: {who}", who=text), small=True)
        self.card.clicked.connect(lambda _checked=False: section.card_asked.emit(contact))
        self.setFocusProxy(self.card)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PlainLabel(text, "small", "text2", wrap=True), 1)
        row.addWidget(self.card)


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
    asked = Signal(str)
    known = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._contact: Contact | None = None
        self.name = LineField(placeholder=tr("name"), name=tr("Name"))
        self.role = LineField(placeholder=tr("role"), name=tr("Role"))
        self.phone = LineField(placeholder=tr("phone"), name=tr("Phone"))
        self.email = LineField(placeholder=tr("email"), name=tr("Email"))
        self.name.textEdited.connect(self._typed)
        self._save = Button(tr("Save"), "secondary", small=True)
        self._leave = Button(tr("Left the firm"), "quiet", small=True)
        self._save.clicked.connect(self.save)
        self._leave.clicked.connect(lambda: self.left.emit(self._contact.id if self._contact else None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space(1))
        column.addWidget(self.name)
        self._known = QVBoxLayout()
        self._known.setSpacing(0)
        column.addLayout(self._known)
        self.known_buttons: list[Button] = []
        for field in (self.role, self.phone, self.email):
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
        self.offer_known(())

    def _typed(self, text: str) -> None:
        self.name.set_error("")
        if self._contact is None:
            self.asked.emit(text)

    def offer_known(self, people: Sequence[Known]) -> None:
        """Buttons for people who are known already: the same person, not a second one of the same name."""
        for button in self.known_buttons:
            self._known.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.known_buttons = []
        for person in people if self._contact is None and self.isVisible() else ():
            button = Button(tr("{name}, {accounts}: the same", name=person.name, accounts=person.accounts), "quiet",
                            icon="user-plus", small=True)  # fmt: skip
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(
                lambda _checked=False, person=person: self.known.emit(person.id, " ".join(self.role.text().split()))
            )
            self._known.addWidget(button)
            button.show()
            self.known_buttons.append(button)

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
        self.saved.emit(self._contact, fields, " ".join(self.role.text().split()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        known = next((button for button in self.known_buttons if button.hasFocus()), None)
        if known is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            known.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
