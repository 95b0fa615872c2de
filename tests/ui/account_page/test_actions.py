"""What can be done with an account on its page: tier, archive, delete; and when something goes wrong."""

from __future__ import annotations

from contextlib import closing

import apsw
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from crm_desktop.app import App
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.tier_card import TierCard
from tests.ui.account_page.world import Key, Opener, card_of, texts


def test_the_tier_is_set_by_hand_with_a_reason(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.set_tier()
    card = card_of(page, TierCard)
    assert isinstance(card, TierCard)
    card.tier.set_value("C")
    card.tier.chosen.emit("C")
    card.save()
    assert card.reason.error
    card.reason.setText("they are closing")
    QTest.keyClick(card, Key.Key_Return)
    stored = accounts.get(app.store, acme)
    assert (stored.tier, stored.tier_reason) == (Tier.C, "they are closing")
    assert page.head.tier.accessibleName() == "Tier C, set by hand: they are closing"


def test_archive_and_back(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.archive()
    assert accounts.get(app.store, acme).archived
    assert page.head.status.accessibleName() == "Archived"
    assert page.head.next.isHidden()
    assert page.head.facts.text() == "Ljubljana. €20,700 a year."
    assert page.head.back.isVisible()
    page.head.back.click()
    assert page.head.next.label == "Call Maria Kos"
    assert page.head.back.isHidden()
    page.archive()
    page.archive()
    assert page.head.next.label == "Call Maria Kos"


def test_delete_goes_to_all_accounts_and_undo_and_back_show_it_again(
    window: MainWindow, app: App, acme: int, open_page: Opener
) -> None:
    page = open_page(acme)
    page.delete()
    assert window.page.title == "Accounts"
    window.open_account(acme)
    assert page.gone.isVisible()
    assert page.current_account() is None
    assert page.gone.links
    app.store.undo()
    assert not page.gone.isVisible()
    assert page.head.next.label == "Call Maria Kos"


def test_a_fault_of_ours_is_not_told_in_words_of_the_database(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    with closing(apsw.Connection(str(app.store.path))) as other:
        other.execute("ALTER TABLE attachment RENAME TO elsewhere")
        with pytest.raises(apsw.SQLError):
            page.refresh()
        other.execute("ALTER TABLE elsewhere RENAME TO attachment")
    said = texts(page.gone)
    assert "This account cannot be shown." in said
    assert not any("attachment" in each for each in said)


def test_the_more_menu_has_every_action(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.head.more.click()
    menu = page.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        "Add a promise", "Before the call", "Copy for email", "Keep files here…", "Set the tier…", "Archive", "Delete",
    ]  # fmt: skip
    menu.close()
