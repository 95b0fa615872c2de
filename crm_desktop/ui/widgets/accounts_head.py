"""The head of the Accounts page: title and buttons, the search field with its tokens, and the tabs of the views."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services.filter_words import Vocabulary
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.count_tabs import CountTabs
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.rule import Rule
from crm_desktop.ui.widgets.token_field import TokenField


class AccountsHead(QWidget):
    """Asks nothing and does nothing; the page listens to its parts."""

    def __init__(self, page: QWidget, *, known: Callable[[], Vocabulary]) -> None:
        super().__init__(page)
        self.columns = Button(tr("Columns"), "quiet")
        self.add = Button(tr("Add account"), "secondary", icon="user-plus")
        self.search = TokenField(
            page,
            placeholder=tr("Add a filter, or type a name"),
            name=tr("Search and filter accounts"),
            known=known,
        )
        self.save = Button(tr("Save view"), "secondary")
        self.tabs = CountTabs(tr("Views"))
        self._title_row, self._search_row, self._tab_row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._title_row.addWidget(PlainLabel(tr("Accounts"), "h1"))
        self._title_row.addStretch()
        self._title_row.addWidget(self.columns)
        self._title_row.addWidget(self.add)
        self._search_row.addWidget(self.search, 1)
        self._search_row.addWidget(self.save)
        self._tab_row.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in (self._title_row, self._search_row, self._tab_row):
            column.addLayout(row)
        column.addWidget(Rule())
        QWidget.setTabOrder(self.search.line, self.save)
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        margin = theme.space(5)
        self._title_row.setContentsMargins(margin, theme.space(3), margin, theme.space(2))
        self._title_row.setSpacing(theme.space(2))
        self._search_row.setContentsMargins(margin, theme.space(1), margin, theme.space(2))
        self._search_row.setSpacing(theme.space(2))
        # The words of the first tab stand where those of the head and of the table begin.
        self._tab_row.setContentsMargins(theme.space(3), 0, theme.space(3), 0)
