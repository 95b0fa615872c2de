"""One person over the window: how to reach them, and every account they are or were at, with a role and dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.domain.entities import Contact, ContactFields
from crm_desktop.i18n import tr
from crm_desktop.services import accounts
from crm_desktop.services.accounts import Match
from crm_desktop.services.places import Place
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_field import AccountField
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.day_field import DayField
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.modal_card import ModalCard

_WIDTH = 680
Saved = Callable[[int, ContactFields, Sequence[Place]], None]


class PersonCard(ModalCard):
    """Enter saves, Esc leaves everything as it is; filling it writes nothing."""

    def __init__(self, desk: Desk, window: QWidget, contact: Contact, places: Sequence[Place], saved: Saved) -> None:
        super().__init__(window, name=contact.name, width=_WIDTH)
        self._desk, self._contact, self._saved = desk, contact, saved
        self.name = LineField(name=tr("Name"))
        self.phone = LineField(name=tr("Phone"), placeholder=tr("several: with a comma between"))
        self.email = LineField(name=tr("Email"), placeholder=tr("several: with a comma between"))
        self.notes = LineField(name=tr("Notes"))
        for field, text in (
            (self.name, contact.name), (self.phone, contact.phone), (self.email, contact.email),
            (self.notes, contact.notes),
        ):  # fmt: skip
            field.setText(text)
            field.setCursorPosition(0)
        self.rows: list[_PlaceRow] = []
        self._complaint = PlainLabel("", "small", "danger", wrap=True)
        self._complaint.hide()
        self.add = AccountField(self, placeholder=tr("Add to another account…"), name=tr("Add to another account"))
        self.add.asked.connect(self._look_up)
        self.add.picked.connect(self._picked)
        self.data = Button(tr("Their data"), "quiet", menu_arrow=True)
        self.data.clicked.connect(self._open_data_menu)
        self._save = Button(tr("Save"), "primary", key=tr("Enter"))
        self._save.clicked.connect(self.save)
        self._build(places)

    def _build(self, places: Sequence[Place]) -> None:
        theme = current_theme()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.space(5), theme.space(4), theme.space(5), theme.space(4))
        column.setSpacing(theme.space(2))
        column.addWidget(ElidedLabel(self._contact.name, "title"))
        fields = QGridLayout()
        fields.setHorizontalSpacing(theme.space(3))
        fields.setVerticalSpacing(theme.space(1))
        for row, field in enumerate((self.name, self.phone, self.email, self.notes)):
            fields.addWidget(PlainLabel(field.accessibleName(), "small", "text2"), row, 0)
            fields.addWidget(field, row, 1)
        column.addLayout(fields)
        self._places = QGridLayout()
        self._places.setHorizontalSpacing(theme.space(2))
        self._places.setVerticalSpacing(theme.space(1))
        for place, title in enumerate((tr("Account"), tr("Role"), tr("From"), tr("Left on"))):
            self._places.addWidget(PlainLabel(title, "small", "text2"), 0, place)
        for place, stretch in enumerate((3, 3, 2, 2)):
            self._places.setColumnStretch(place, stretch)
        for each in places:
            self._add_row(each)
        column.addLayout(self._places)
        column.addWidget(self.add)
        column.addWidget(self._complaint)
        foot = QHBoxLayout()
        foot.addWidget(PlainLabel(tr("Esc leaves everything as it is."), "small", "text2"), 1)
        foot.addWidget(self.data)
        foot.addWidget(self._save)
        column.addLayout(foot)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        # Transparent: the card is painted behind it.
        inner.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self.card)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._inner = inner

    def _add_row(self, place: Place) -> _PlaceRow:
        row = _PlaceRow(place, self._desk.app.today)
        line = self._places.rowCount()
        for at, widget in enumerate(row.widgets):
            self._places.addWidget(widget, line, at)
        self.rows.append(row)
        return row

    def _open_data_menu(self) -> None:
        from crm_desktop.ui.personal_data_actions import data_menu  # only for who asks

        data_menu(self._desk, self._contact.id, self._contact.name, self)

    def open_person(self) -> None:
        """Shows the card, the keyboard on the newest place."""
        self.open_card(self.rows[0].role if self.rows else self.name)

    def wanted_height(self, width: int) -> int:
        return self._inner.sizeHint().height()

    def save(self) -> None:
        """Hands over what the fields say; a day that is none stays to be corrected."""
        if not self.name.text().strip():
            self._complain(tr("A person needs a name."), self.name)
            return
        places = []
        for row in self.rows:
            for field in (row.since, row.until):
                if not field.read()[0]:
                    self._complain(field.error, field)
                    return
            until = row.until.read()[1]
            if until is not None and until > self._desk.app.today:
                self._complain(tr("Nobody has left on a day that has not come."), row.until)
                return
            places.append(
                row.place._replace(role=" ".join(row.role.text().split()), since=row.since.read()[1], until=until)
            )
        fields = ContactFields(
            name=self.name.text(),
            phone=self.phone.text().strip(),
            email=self.email.text().strip(),
            notes=self.notes.text().strip() if self.notes.isModified() else self._contact.notes,
        )
        self.close_card()
        self._saved(self._contact.id, fields, places)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, Button) and focused is not self._save and focused.hasFocus():
                focused.click()
            else:
                self.save()
        else:
            super().keyPressEvent(event)

    def _complain(self, text: str, field: QWidget) -> None:
        self._complaint.setText(text)
        self._complaint.show()
        field.setFocus()
        self.place()

    def _look_up(self, text: str) -> None:
        store = self._desk.app.store
        self._desk.tasks.run(
            lambda: accounts.matching(store, text, 6),
            lambda found: self.add.offer(text, found),
            latest="person-account",
        )

    def _picked(self, choice: Match | str | None) -> None:
        if not isinstance(choice, Match):
            if choice:
                self._complain(tr("No account is called “{name}”. Add it first.", name=choice), self.add)
            return
        row = self._add_row(Place(None, choice.id, choice.name, "", self._desk.app.today, None))
        self.add.show_account(None)
        for widget in row.widgets:
            widget.show()  # what is not shown yet has no height
        self.place()
        row.role.setFocus()


class _PlaceRow:
    """The fields of one account."""

    def __init__(self, place: Place, today: date) -> None:
        self.place = place
        self.account = ElidedLabel(place.account_name)
        named = {"account": place.account_name}
        self.role = LineField(name=tr("Role at {account}", **named), placeholder=tr("role"))
        self.since = DayField(
            today, placeholder=tr("not known"), name=tr("At {account} from", **named), years=True, back=True
        )
        self.until = DayField(today, placeholder=tr("still there"), name=tr("Left {account} on", **named), back=True)
        self.role.setText(place.role)
        self.since.set_day(place.since)
        self.until.set_day(place.until)
        self.widgets: tuple[QWidget, ...] = (self.account, self.role, self.since, self.until)
