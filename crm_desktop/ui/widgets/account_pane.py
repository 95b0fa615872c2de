"""The side pane of an account: follow-ups, promises, people, service as they rate it, purchases, details."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.domain.entities import Purchase
from crm_desktop.i18n import format_day, format_money, format_number, tr, tr_n
from crm_desktop.services.portrait import Dimension, Portrait, ServiceDimension, service_dimension
from crm_desktop.ui.paint.chip import draw_status_glyph, rating_status, status_color
from crm_desktop.ui.paint.text import RIGHT, draw_text
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.files_section import FilesSection
from crm_desktop.ui.widgets.follow_up_section import FollowUpSection
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.pane_section import PaneSection
from crm_desktop.ui.widgets.people_section import PeopleSection, selectable_label
from crm_desktop.ui.widgets.promise_section import PromiseSection
from crm_desktop.ui.widgets.reach_line import ReachLine


class AccountPane(QScrollArea):
    """Scrolls; the sections that have nothing to show are not there."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Details"))
        self.follow_ups = FollowUpSection(today)
        self.promises = PromiseSection(today)
        self.people = PeopleSection()
        self.files = FilesSection(today)
        self.service = PaneSection(tr("Service, as they rate it"))
        self.purchases = PaneSection(tr("Purchases"))
        self.details = PaneSection(tr("Details"))
        self._ground = inner = _Ground()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._sections: tuple[PaneSection, ...] = (
            self.follow_ups, self.promises, self.people, self.files, self.service, self.purchases, self.details,
        )  # fmt: skip
        for section in self._sections:
            column.addWidget(section)
        column.addStretch(1)
        self.setWidget(inner)
        self.setFocusProxy(self.follow_ups.add_button)
        # Beside the bar that scrolls, too.
        self.setAutoFillBackground(True)
        look().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, current_theme().color("sunken"))
        self.setPalette(palette)

    def begin_anew(self) -> None:
        """Shows nothing until an account is read: nobody calls the people of the one before."""
        for section in self._sections:
            section.hide()

    def show_portrait(self, portrait: Portrait) -> None:
        """Shows this account; a form that is open stays as it is."""
        for section in self._sections:
            section.show()
        self.follow_ups.show_follow_ups(portrait.follow_ups)
        self.promises.show_promises(portrait.promises, portrait.kept, portrait.account.owner)
        self.people.show_people(portrait.people)
        self.service.setVisible(bool(portrait.dimensions))
        self.service.set_note(tr("last 12 months"))
        self.service.set_rows([_DimensionRow(dimension) for dimension in portrait.dimensions])
        self._show_purchases(portrait)
        self._show_details(portrait)
        self._settle()

    def _settle(self) -> None:
        """Gives the new rows their room now, from the inside out; Qt would do it some events later."""
        for part in (*self._ground.findChildren(PaneSection), self._ground):
            layout = part.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
        QApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _show_purchases(self, portrait: Portrait) -> None:
        orders = tr_n("{n} order", "{n} orders", portrait.orders_of_year)
        money = format_money(portrait.revenue, portrait.currency)
        none = not portrait.newest_purchases
        self.purchases.set_note(tr("none yet") if none else tr("{money}, {orders} a year", money=money, orders=orders))
        year = portrait.today.year
        self.purchases.set_rows([_purchase_row(purchase, year) for purchase in portrait.newest_purchases])

    def _show_details(self, portrait: Portrait) -> None:
        account = portrait.account
        values = (
            (tr("Phone"), account.phone),
            (tr("Email"), account.email),
            (tr("Website"), account.website),
            (tr("Address"), account.address),
            (tr("Industry"), account.industry),
            (tr("Owner"), account.owner),
            (tr("Since"), format_day(account.since, "date") if account.since else ""),
            (tr("Tags"), ", ".join(account.tags)),
            (tr("Notes"), account.notes),
        )
        known = [(name, value) for name, value in values if value]
        self.details.setVisible(bool(known))
        self.details.set_rows([self._details(known)] if known else [])

    def _details(self, values: list[tuple[str, str]]) -> QWidget:
        theme = current_theme()
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(values):
            label: PlainLabel
            shown: QWidget
            if name in (tr("Phone"), tr("Email")):
                call = partial(self.people.called.emit, "") if name == tr("Phone") else None
                write = partial(self.people.written.emit, "") if name == tr("Email") else None
                shown = reach = ReachLine(value, call=call, write=write)
                label = reach.label
            elif name == tr("Website"):
                # One word: nothing to wrap at.
                shown = label = selectable_label(value)
            else:
                shown = label = PlainLabel(value, "small", wrap=True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label.setMinimumWidth(1)
            label.set_color("text")
            label.setAccessibleName(f"{name}: {value}")
            grid.addWidget(PlainLabel(name, "small", "text2"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, row, 1)
        return table


class _Ground(QWidget):
    """The sunken colour behind the sections."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_theme().color("sunken"))


def _purchase_row(purchase: Purchase, year: int) -> QWidget:
    theme = current_theme()
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.px(8))
    day = PlainLabel(format_day(purchase.day, "day_month" if purchase.day.year == year else "date"), "small", "text2")
    day.setMinimumWidth(theme.px(48))
    what = purchase.what or (tr("Refund") if purchase.refund or purchase.amount < 0 else tr("Order"))
    line.addWidget(day)
    line.addWidget(ElidedLabel(what), 1)
    line.addWidget(PlainLabel(format_money(purchase.amount, purchase.currency)))
    return row


def dimension_word(name: str) -> str:
    """A dimension of service in plain words; one that we do not know as it is stored."""
    words = {
        ServiceDimension.RELIABILITY: tr("Keeps promises"),
        ServiceDimension.RESPONSIVENESS: tr("Answers fast"),
        ServiceDimension.ASSURANCE: tr("Knows the job"),
        ServiceDimension.EMPATHY: tr("Cares"),
        ServiceDimension.TANGIBLES: tr("Goods and papers"),
    }
    known = service_dimension(name)
    return name if known is None else words[known]


class _DimensionRow(QWidget):
    """The name, a bar from 0 to 10, and the mean with its shape."""

    def __init__(self, dimension: Dimension) -> None:
        super().__init__()
        self._name, self._mean = dimension_word(dimension.name), dimension.mean
        mean = format_number(self._mean, 1)
        rated = tr_n("{n} rating", "{n} ratings", dimension.ratings)
        self.setAccessibleName(tr("{name}: {mean} of 10, {rated}", name=self._name, mean=mean, rated=rated))
        self.setToolTip(rated)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(200), current_theme().line("body"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        height, width = float(self.height()), float(self.width())
        number, glyph, bar = theme.px(34), theme.px(9), theme.px(76)
        draw_text(
            painter,
            QRectF(width - number, 0, number, height),
            format_number(self._mean, 1),
            theme,
            weight=600,
            align=RIGHT,
        )
        status = rating_status(round(self._mean))
        mark = QRectF(width - number - theme.px(8) - glyph, 0, glyph, height)
        draw_status_glyph(painter, mark, status, theme)
        track = QRectF(mark.left() - theme.px(10) - bar, height / 2 - theme.px(2), bar, theme.px(4))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, color in ((1.0, theme.color("pressed")), (self._mean / 10.0, status_color(status, theme))):
            painter.setBrush(color)
            painter.drawRoundedRect(
                QRectF(track.topLeft(), track.size()).adjusted(0, 0, -track.width() * (1 - part), 0), 2, 2
            )
        draw_text(painter, QRectF(0, 0, track.left() - theme.px(8), height), self._name, theme)
