"""The line of figures above the list of Today: how many are satisfied, and what could walk away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QWidget

from crm_desktop.i18n import format_money, format_money_short, format_number, format_percent, tr, tr_n
from crm_desktop.services.attention_data import Summary
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.text import draw_text, plain_tool_tip, text_width
from crm_desktop.ui.theme import Status, Theme, current_theme, look

_GLYPH_ROOM = 15
_BETWEEN = 36


@dataclass(frozen=True)
class FigureFace:
    """One figure in words: the number, what it counts, a line below, and how it is worked out."""

    number: str
    what: str
    detail: str
    how: str
    status: Status | None = None


def figures(summary: Summary) -> dict[str, FigureFace]:
    """The figures by name, in the order they stand."""
    year = tr("the last 12 months")
    money = format_money_short(summary.revenue, summary.currency)
    return {
        "satisfied": FigureFace(
            number=format_percent(summary.satisfied_share) if summary.rated else "–",
            what=tr("satisfied"),
            detail=_rated(summary),
            how=tr(
                "Accounts whose newest rating of {year} is 7 or more, of all accounts rated in that time.", year=year
            ),
        ),
        "advocates": FigureFace(
            number=format_number(summary.advocates),
            what=tr_n("advocate", "advocates", summary.advocates),
            detail=tr("rated us 9 or 10"),
            how=tr("Accounts whose newest rating of {year} is 9 or 10.", year=year),
            status="advocate",
        ),
        "at_risk": FigureFace(
            number=format_number(summary.at_risk),
            what=tr("at risk"),
            detail=tr("rated us 6 or less"),
            how=tr("Accounts whose newest rating of {year} is 6 or less.", year=year),
            status="risk" if summary.at_risk else "unknown",
        ),
        "walk_away": FigureFace(
            number=format_money(summary.could_walk_away, summary.currency),
            what=tr("could walk away"),
            detail=tr("likely loss, of {money} a year", money=money)
            if summary.could_walk_away
            else tr("nobody is slipping"),
            how=tr("Revenue of {year} times how sure we are, summed over every account off its rhythm.", year=year),
        ),
    }


def _rated(summary: Summary) -> str:
    if not summary.rated:
        return tr("nobody has rated you yet")
    rated = tr_n("of {n} who rated us", "of {n} who rated us", summary.rated)
    if summary.satisfied_share_before is None:
        return rated
    change = round(summary.satisfied_share * 100) - round(summary.satisfied_share_before * 100)
    if change == 0:
        return tr("{rated}, unchanged", rated=rated)
    points = format_number(abs(change))
    return tr("{rated}, up {points}", rated=rated, points=points) if change > 0 else tr(
        "{rated}, down {points}", rated=rated, points=points
    )  # fmt: skip


class Figure(QWidget):
    """One painted figure; its tool tip and its accessible description say how it is worked out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = FigureFace("", "", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_face(self, face: FigureFace) -> None:
        self.face = face
        self.setAccessibleName(f"{face.number} {face.what}, {face.detail}")
        self.setAccessibleDescription(face.how)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        first = self._number_left(theme) + self._number_width(theme) + theme.px(4) + text_width(self.face.what, theme)
        width = max(first, text_width(self.face.detail, theme, "small"))
        return QSize(int(width) + 2, theme.line("body") + theme.line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, face = current_theme(), self.face
        painter = QPainter(self)
        line = QRectF(0, 0, self.width(), theme.line("body"))
        if face.status is not None:
            draw_status_glyph(painter, QRectF(0, 0, theme.px(9), line.height()), face.status, theme)
        left = float(self._number_left(theme))
        draw_text(painter, line.adjusted(left, 0, 0, 0), face.number, theme, role="title", weight=600)
        left += self._number_width(theme) + theme.px(4)
        draw_text(painter, line.adjusted(left, 0, 0, 0), face.what, theme, color="text2")
        lower = QRectF(0, line.bottom(), self.width(), theme.line("small"))
        draw_text(painter, lower, face.detail, theme, role="small", color="text2")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tool_tip(self.face.how), self)
            return True
        return super().event(event)

    def _number_left(self, theme: Theme) -> int:
        return theme.px(_GLYPH_ROOM) if self.face.status is not None else 0

    def _number_width(self, theme: Theme) -> float:
        return text_width(self.face.number, theme, "title", weight=600)


class SummaryLine(QWidget):
    """The figures side by side; where they do not fit the advocates go first, then the satisfied."""

    dropped: Sequence[str] = ("advocates", "satisfied")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.figures: dict[str, Figure] = {}
        for name in ("satisfied", "advocates", "at_risk", "walk_away"):
            self.figures[name] = Figure(self)
            self._row.addWidget(self.figures[name])
        self._row.addStretch(1)
        self._restyle()
        look().changed.connect(self._restyle)

    def show_summary(self, summary: Summary) -> None:
        """Shows these figures."""
        for name, face in figures(summary).items():
            self.figures[name].show_face(face)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.figures["satisfied"].sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _restyle(self) -> None:
        self._row.setSpacing(current_theme().px(_BETWEEN))
        self._fit()

    def _fit(self) -> None:
        gone: set[str] = set()
        for name in (None, *self.dropped):
            if name is not None:
                gone.add(name)
            kept = [figure for key, figure in self.figures.items() if key not in gone]
            width = sum(figure.sizeHint().width() for figure in kept) + self._row.spacing() * (len(kept) - 1)
            if width <= self.width():
                break
        for key, figure in self.figures.items():
            figure.setVisible(key not in gone)
