"""A field for one account: type a few letters, pick one of the matches, or add the name as a new account."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.folding import identity
from crm_desktop.services.accounts import Match
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.match_list import MatchList

_BADGE = 18


class AccountField(LineField):
    """``asked`` carries what was typed; hand the answer to ``offer``. ``picked``: a ``Match``, a new name, or None.

    ``host`` is the widget that the matches lie over.
    """

    asked = Signal(str)
    picked = Signal(object)

    def __init__(self, host: QWidget, parent: QWidget | None = None, *, placeholder: str, name: str) -> None:
        self._tier = ""
        super().__init__(parent, placeholder=placeholder, name=name)
        self._shown: Match | str | None = None
        # Tab or Enter came before the matches did: the first of them is taken when they come.
        self._takes_first = False
        self._typing = False
        self.matches = MatchList(host)
        self.matches.picked.connect(self._pick)
        self.textEdited.connect(self._edited)

    def show_account(self, account: Match | str | None) -> None:
        """Fills the field and tells nobody; what is being typed stays."""
        if self._typing:
            return
        self._shown = account
        self._tier = account.tier if isinstance(account, Match) else ""
        text = account.name if isinstance(account, Match) else account or ""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self._make_room()
        self.update()

    def offer(self, text: str, matches: Sequence[Match]) -> None:
        """The matches for a text; late ones, for a text that was changed since, are left out."""
        if not self._typing or text != self.text():
            return
        name = " ".join(text.split())
        exact = any(identity(match.name) == identity(name) for match in matches)
        self.matches.offer(matches, "" if exact else name, under=self)
        if self._takes_first:
            self._takes_first = False
            self.matches.pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_ = self.matches.isVisible()
        if open_ and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.matches.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
        elif self._typing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._take()
        elif self._typing and event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._typing and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._take()
        elif self._typing and event.reason() not in (
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        ):
            self._give_up()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        if self._tier:
            place = QRectF(self.rect()).adjusted(theme.px(11), 0, 0, 0)
            draw_tier_badge(painter, place, self._tier, theme, size=_BADGE)
        size = theme.size("iconSmall")
        place = QRectF(self.width() - size - theme.px(11), 0, size, self.height())
        draw_icon(painter, place, "chevron-down", theme.color("text2"), size=size)

    def _edited(self, text: str) -> None:
        self._typing = True
        self._takes_first = False
        self._tier = ""
        self._make_room()
        if text.strip():
            self.asked.emit(text)
        else:
            self.matches.hide()

    def _take(self) -> None:
        if not self.text().strip():
            self._pick(None)
        elif self.matches.isVisible():
            self.matches.pick()
        else:
            self._takes_first = True

    def _pick(self, choice: Match | str | None) -> None:
        self._typing = False
        self.matches.hide()
        self.show_account(choice)
        self.picked.emit(choice)

    def _give_up(self) -> None:
        self._typing = self._takes_first = False
        self.matches.hide()
        self.show_account(self._shown)

    def _make_room(self) -> None:
        theme = current_theme()
        left = theme.px(_BADGE + 6) if self._tier else 0
        self.setTextMargins(left, 0, theme.size("iconSmall") + theme.px(8), 0)
