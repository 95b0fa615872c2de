"""The parts of an account's page under its head: beside each other where there is room, else behind tabs."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services.portrait import Portrait
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.account_pane import AccountPane
from crm_desktop.ui.widgets.chart_panel import ChartPanel
from crm_desktop.ui.widgets.count_tabs import CountTab, CountTabs
from crm_desktop.ui.widgets.rule import Rule
from crm_desktop.ui.widgets.timeline_panel import TimelinePanel

_LOW, _CHART = 600, 256
_ANY_SIZE = 16_777_215  # QWIDGETSIZE_MAX


class AccountParts(QWidget):
    """A narrow window shows the pane as a tab of its own, a low one also the chart."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = ChartPanel()
        self.timeline = TimelinePanel()
        self.pane = AccountPane(today)
        self.tabs = CountTabs(tr("Parts of this page"))
        self.tabs.chosen.connect(self.show_part)
        self._part = "timeline"
        self._open_follow_ups = 0
        self._room_for_form = False
        self._rule, self._upright = Rule(), Rule(upright=True)
        self._left, self._body = QWidget(), QWidget()
        left = QVBoxLayout(self._left)
        left.addWidget(self.chart)
        left.addWidget(self._rule)
        left.addWidget(self.timeline, 1)
        body = QHBoxLayout(self._body)
        body.addWidget(self._left, 1)
        body.addWidget(self._upright)
        body.addWidget(self.pane)
        self._tab_row = QHBoxLayout()
        self._tab_row.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.addLayout(self._tab_row)
        column.addWidget(Rule())
        column.addWidget(self._body, 1)
        for layout in (left, body, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        look().changed.connect(self.arrange)

    def begin_anew(self) -> None:
        """For another account: nothing of the one before stands under its name."""
        self.chart.begin_anew()
        self.timeline.begin_anew()
        self.pane.begin_anew()

    def show_portrait(self, portrait: Portrait) -> None:
        """Shows an account; the lines of its timeline come by themselves."""
        self._open_follow_ups = len(portrait.follow_ups)
        self.chart.show_portrait(portrait)
        self.timeline.show_departments(portrait.departments)
        self.pane.show_portrait(portrait)
        self.arrange()

    def make_room_for_form(self, room: bool) -> None:
        """A form in the head of a low window needs all of it."""
        self._room_for_form = room
        self.arrange()

    def show_part(self, part: str) -> None:
        """Brings "timeline", "chart" or "pane" to sight, if it stands behind a tab."""
        self._part = part
        self.arrange()

    def arrange(self) -> None:
        """Puts the parts where the window has room for them."""
        theme = current_theme()
        narrow = self.window().width() < theme.breakpoint("dropSidePaneBelow")
        low = self.window().height() < theme.px(_LOW)
        tabs = [CountTab("timeline", tr("Timeline") if low else tr("History"))]
        if low:
            tabs.append(CountTab("chart", tr("Rhythm")))
        if narrow:
            tabs.append(CountTab("pane", tr("Follow-ups and people"), self._open_follow_ups or None))
        shown = self._part if self._part in [tab.id for tab in tabs] else "timeline"
        self.tabs.show_tabs(tabs, shown)
        self._body.setVisible(not (low and self._room_for_form))
        self.tabs.setVisible(len(tabs) > 1 and not self._body.isHidden())
        self._tab_row.setContentsMargins(theme.space(3), 0, theme.space(3), 0)
        self._left.setVisible(shown != "pane")
        self.chart.setVisible(not low or shown == "chart")
        self.timeline.setVisible(not low or shown == "timeline")
        self._rule.setVisible(not low)
        self.pane.setVisible(not narrow or shown == "pane")
        self._upright.setVisible(not narrow)
        self.pane.setMinimumWidth(0 if narrow else theme.size("accountPane"))
        self.pane.setMaximumWidth(_ANY_SIZE if narrow else theme.size("accountPane"))
        self.chart.setMaximumHeight(_ANY_SIZE if low else theme.px(_CHART))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
