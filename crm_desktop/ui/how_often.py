"""Asks how often one wants to talk to an account, and writes the answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import cadence
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.every_card import Choice, EveryCard


def how_often_card(desk: Desk, account: int, name: str, parent: QWidget) -> EveryCard:
    """The card with the question, still to be opened."""
    choices = [
        Choice("1", tr("Every two weeks"), 14),
        Choice("2", tr_n("Every {n} day", "Every {n} days", 30), 30),
        Choice("3", tr_n("Every {n} day", "Every {n} days", 90), 90),
        Choice("T", tr("As its tier says"), None),
        Choice("N", tr("Never"), 0),
    ]
    choose = partial(_write, desk, account, name)
    return EveryCard(tr("Talk to {name}", name=name), choices, among=cadence.EVERY, choose=choose, parent=parent)


def _write(desk: Desk, account: int, name: str, days: int | None) -> None:
    store = desk.app.store
    told = tr("Talk to {name} as often as its tier says.", name=name)
    if days == 0:
        told = tr("{name} is not on the list of whom to talk to.", name=name)
    elif days is not None:
        told = tr_n("Talk to {name} every {n} day.", "Talk to {name} every {n} days.", days, name=name)
    desk.write(lambda: cadence.set_every(store, account, days), message=told)
