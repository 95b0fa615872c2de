"""Asks for the fields of a new account; nothing but its name is needed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crm_desktop.domain.entities import AccountFields
from crm_desktop.i18n import tr
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_form import AccountForm

_WIDTH = 600


class NewAccountDialog(QDialog):
    """``saved`` carries the ``AccountFields``, after the dialog has closed."""

    saved = Signal(object)

    def __init__(self, today: date, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("New account"))
        theme = current_theme()
        self.form = AccountForm(today, self)
        self.form.fill(AccountFields(name=name))
        self.form.saved.connect(self._save)
        self.form.cancelled.connect(self.reject)
        frame = QVBoxLayout(self)
        margin = theme.space(5)
        frame.setContentsMargins(margin, margin, margin, margin)
        frame.addWidget(self.form)
        self.setMinimumWidth(min(theme.px(_WIDTH), parent.window().width()))
        self.form.name.setFocus()

    def _save(self, fields: AccountFields) -> None:
        self.accept()
        self.saved.emit(fields)
