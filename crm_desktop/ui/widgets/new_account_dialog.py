"""Asks for the fields of a new account; nothing but its name is needed. Says whom it looks like while one types."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.entities import AccountFields
from crm_desktop.i18n import tr
from crm_desktop.services import duplicates_typing, duplicates_wording
from crm_desktop.services.duplicates import Pair
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_form import AccountForm
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import ElidedLabel

_WIDTH = 600


class NewAccountDialog(QDialog):
    """``saved`` carries the ``AccountFields``, after the dialog has closed. With ``desk`` it looks for the account."""

    saved = Signal(object)

    def __init__(self, today: date, name: str, parent: QWidget, *, desk: Desk | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("New account"))
        self._desk = desk
        theme = current_theme()
        self.form = AccountForm(today, self)
        self.form.fill(AccountFields(name=name))
        self.form.saved.connect(self._save)
        self.form.cancelled.connect(self.reject)
        self.likely: Pair | None = None
        self.like = ElidedLabel("", color="text2")
        self.open_button = Button(tr("Open it"), "link", mnemonic="O")
        self.open_button.clicked.connect(self._open)
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.like, 1)
        row.addWidget(self.open_button)
        # Its place is kept while it is not there: nothing jumps under one's hands.
        policy = self._line.sizePolicy()
        policy.setRetainSizeWhenHidden(desk is not None)
        self._line.setSizePolicy(policy)
        self._line.hide()
        frame = QVBoxLayout(self)
        margin = theme.space(5)
        frame.setContentsMargins(margin, margin, margin, margin)
        frame.setSpacing(theme.space(3))
        frame.addWidget(self.form)
        frame.addWidget(self._line)
        self.setMinimumWidth(min(theme.px(_WIDTH), parent.window().width()))
        for field in self.form.findChildren(LineField):
            field.textEdited.connect(lambda _text: self._look())
        self.form.name.setFocus()
        if name:
            self._look()

    def _look(self) -> None:
        """Asks whether what stands there so far is an account already; a newer letter overtakes the answer."""
        if self._desk is None:
            return
        store, typed = self._desk.app.store, self.form.typed()
        self._desk.tasks.run(
            lambda: duplicates_typing.like(store, **typed, most=1),
            self._say,
            latest="new-account-like",
            failed=lambda _error: self._say([]),
        )

    def _say(self, found: list[Pair]) -> None:
        before, self.likely = self.likely, found[0] if found else None
        self._line.setVisible(self.likely is not None)
        if self.likely is None:
            return
        told = tr("Looks like {name}", name=self.likely.other_name)
        self.like.setText(tr("{told}: {why}", told=told, why=duplicates_wording.reasons(self.likely)))
        if before is None or before.other != self.likely.other:
            announce(self, told)

    def _open(self) -> None:
        if self.likely is not None and self._desk is not None:
            account, desk = self.likely.other, self._desk
            self.reject()
            desk.open_account(account)

    def _save(self, fields: AccountFields) -> None:
        self.accept()
        self.saved.emit(fields)
