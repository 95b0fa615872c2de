"""The cards that the page of an account opens under its head: why it needs a call, until when it waits, which tier."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import tr
from crm_desktop.services.portrait import Portrait
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_head import AccountHead
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.popup_card import on_screen
from crm_desktop.ui.widgets.tier_card import TierCard
from crm_desktop.ui.widgets.why_card import WhyCard


class AccountCards:
    """Each under the button that asks for it; the answer is written."""

    def __init__(self, desk: Desk, page: QWidget, head: AccountHead) -> None:
        self._desk, self._page, self._head = desk, page, head
        self._actions = AccountActions(desk)

    def why(self, portrait: Portrait) -> None:
        """The evidence behind the sentence, if there is one."""
        if portrait.row is not None:
            card = WhyCard(self._desk, portrait.account.id, self._page, row=portrait.row)
            card.open_under(on_screen(self._head.why))

    def snooze(self, portrait: Portrait) -> None:
        """Until when the account stays off the list, if it is on it."""
        account = portrait.account
        if portrait.row is None or account.archived:
            return
        card = DayCard(
            tr("Snooze {name} until", name=account.name),
            today=self._desk.app.today,
            choose=lambda until: self._actions.snooze(account, until),
            parent=self._page,
        )
        card.open_under(on_screen(self._head.snooze))

    def tier(self, portrait: Portrait) -> None:
        """A tier, and why."""
        account = portrait.account

        def choose(tier: Tier | None, reason: str) -> None:
            self._actions.set_tier(account, tier, reason)

        card = TierCard(account.tier, account.tier_reason, choose=choose, parent=self._page)
        card.open_at(on_screen(self._head.more), width=current_theme().px(300))
