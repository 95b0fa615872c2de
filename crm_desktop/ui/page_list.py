"""The pages of the window, in the order of the sidebar; each is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from crm_desktop.i18n import tr
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.page import Page


class PageSpec(NamedTuple):
    """One page: its name, how it stands in the sidebar ("" = not there), its key, and who makes it when first shown."""

    name: str
    text: Callable[[], str]
    icon: str
    key: str
    make: Callable[[Desk], Page]


def _today(desk: Desk) -> Page:
    from crm_desktop.ui.pages.today import TodayPage

    return TodayPage(desk)


def _accounts(desk: Desk) -> Page:
    from crm_desktop.ui.pages.accounts import AccountsPage

    return AccountsPage(desk)


def _account(desk: Desk) -> Page:
    from crm_desktop.ui.pages.account import AccountPage

    return AccountPage(desk)


def _follow_ups(desk: Desk) -> Page:
    from crm_desktop.ui.pages.follow_ups import FollowUpsPage

    return FollowUpsPage(desk)


def _import(desk: Desk) -> Page:
    from crm_desktop.ui.pages.import_file import ImportPage

    return ImportPage(desk)


def _court(desk: Desk) -> Page:
    from crm_desktop.ui.pages.court import CourtPage

    return CourtPage(desk)


def _settings(desk: Desk) -> Page:
    from crm_desktop.ui.pages.settings import SettingsPage

    return SettingsPage(desk)


def _first_run(desk: Desk) -> Page:
    from crm_desktop.ui.pages.first_run import FirstRunPage

    return FirstRunPage(desk)


PAGES: tuple[PageSpec, ...] = (
    PageSpec("today", lambda: tr("Today"), "sun", "Ctrl+1", _today),
    PageSpec("accounts", lambda: tr("Accounts"), "building-2", "Ctrl+2", _accounts),
    PageSpec("follow_ups", lambda: tr("Follow-ups"), "list-checks", "Ctrl+4", _follow_ups),
    PageSpec("import", lambda: tr("Import"), "file-down", "Ctrl+6", _import),
    PageSpec("court", lambda: tr("Court"), "chart-spline", "Ctrl+7", _court),
    PageSpec("settings", lambda: tr("Settings"), "", "Ctrl+,", _settings),
    PageSpec("account", lambda: tr("Account"), "", "", _account),
    PageSpec("first_run", lambda: tr("Welcome"), "", "", _first_run),
)
