"""Sets the tier of an account by hand: which one, and why, in a card under the button that asked for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import tr
from crm_desktop.ui.keys import letter
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.popup_card import PopupCard
from crm_desktop.ui.widgets.segmented import SegmentedChoice

_BY_FIGURES = "figures"


class TierCard(PopupCard):
    """Calls ``choose(tier, reason)`` once; no tier means that the figures decide."""

    def __init__(
        self,
        tier: Tier | None,
        reason: str,
        *,
        choose: Callable[[Tier | None, str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Set the tier"))
        self._choose = choose
        theme = current_theme()
        choices = [*((str(each), str(each)) for each in Tier), (_BY_FIGURES, tr("By the figures"))]
        self.tier = SegmentedChoice(choices, tr("Tier"))
        self.tier.set_value(str(tier) if tier else _BY_FIGURES)
        self.tier.chosen.connect(self._chosen)
        self.reason = LineField(placeholder=tr("a few words"), name=tr("Why this tier?"))
        self.reason.setText(reason)
        self.reason.textEdited.connect(lambda _text: self.reason.set_error(""))
        self._save = Button(tr("Save"), "primary", key=tr("Enter"))
        self._save.clicked.connect(self.save)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(4))
        column.setSpacing(theme.space(2))
        column.addWidget(PlainLabel(tr("Set the tier"), "bodyStrong"))
        column.addWidget(self.tier)
        column.addWidget(PlainLabel(tr("Why this tier?"), "small", "text2"))
        column.addWidget(self.reason)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._save)
        column.addLayout(row)
        self._chosen(self.tier.value())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocusProxy(self.tier.chosen_part)  # the arrows choose at once

    def save(self) -> None:
        """Hands over the choice; a tier set by hand needs its reason."""
        value, reason = self.tier.value(), self.reason.text().strip()
        if value != _BY_FIGURES and not reason:
            self.reason.set_error(tr("A tier set by hand needs a reason. Say in a few words why."))
            self.reason.setFocus()
            return
        self.close()
        self._choose(None if value == _BY_FIGURES else Tier(value), reason)

    def _chosen(self, value: str) -> None:
        self.reason.setEnabled(value != _BY_FIGURES)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        elif letter(event) in list(Tier):
            self.tier.choose(letter(event))
        else:
            super().keyPressEvent(event)
