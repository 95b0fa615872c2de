"""One way to begin, as a large button: a small picture, what it is, its key, and what will happen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.keycap import draw_keycap
from crm_desktop.ui.paint.strip import draw_strip, strip_data
from crm_desktop.ui.paint.text import draw_text, draw_wrapped_text
from crm_desktop.ui.theme import Theme, current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import LineField

_WIDTH, _PICTURE, _WORDS, _FLAT_WORDS = 284, 125, 123, 92
_ICON = 18
_LINES, _FLAT_LINES = 3, 2

Picture = Callable[[QPainter, QRectF, Theme], None]


class WayCard(QAbstractButton):
    """Space, Enter or a click chooses it. Flat, it leaves out the picture: for windows with little room."""

    def __init__(self, title: str, text: str, *, icon: str, key: str, picture: Picture) -> None:
        super().__init__()
        self.flat = False
        self._title, self._words, self._problem = title, text, ""
        self._icon, self._key, self._picture = icon, key, picture
        self.setAccessibleName(title)
        self.setAccessibleDescription(tr("{text} Key {key}.", text=text, key=key))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def set_flat(self, flat: bool) -> None:
        """With the picture over the words, or as a low row of words alone."""
        self.flat = flat
        self.setSizePolicy(QSizePolicy.Policy.Expanding if flat else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.updateGeometry()

    def set_problem(self, text: str) -> None:
        """What is wrong, in place of the words; "" brings those back."""
        self._problem = text
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(_WIDTH), theme.px(_FLAT_WORDS if self.flat else _PICTURE + _WORDS))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def picture_rect(self) -> QRectF:
        """Where the picture is; empty when flat."""
        return QRectF(0, 0, self.width(), 0 if self.flat else current_theme().px(_PICTURE))

    def words_rect(self) -> QRectF:
        """Where the sentences under the title are."""
        theme = current_theme()
        top = self.picture_rect().bottom() + theme.px(43)
        height = theme.line("body") * (_FLAT_LINES if self.flat else _LINES)
        return QRectF(theme.px(20), top, self.width() - theme.px(40), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        focused = self.hasFocus()
        thick = 2.0 if focused else 1.0
        frame = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        shape = QPainterPath()
        shape.addRoundedRect(frame, theme.radius("card"), theme.radius("card"))
        painter.fillPath(shape, theme.color("hover" if self.underMouse() else "raised"))
        self._paint_picture(painter, shape, theme)
        edge = "focus" if focused else "text2" if self.underMouse() else "lineStrong"
        painter.setPen(QPen(theme.color(edge), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        self._paint_words(painter, theme)

    def _paint_picture(self, painter: QPainter, shape: QPainterPath, theme: Theme) -> None:
        place = self.picture_rect()
        if place.isEmpty():
            return
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(place, theme.color("sunken"))
        painter.fillRect(QRectF(0, place.bottom(), place.width(), 1), theme.color("line"))
        painter.restore()
        painter.save()
        self._picture(painter, place, theme)
        painter.restore()

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        words = self.words_rect()
        height = theme.line("title") + theme.px(4)
        line = QRectF(words.left(), words.top() - height - theme.px(4), words.width(), height)
        size = theme.px(_ICON)
        draw_icon(painter, QRectF(line.left(), line.top(), size, height), self._icon, theme.color("accent"), size=size)
        cap = draw_keycap(painter, line, self._key, theme, align_right=True)
        title = line.adjusted(theme.px(25), 0, cap.left() - line.right() - theme.px(8), 0)
        draw_text(painter, title, self._title, theme, role="title")
        lines = round(words.height() / theme.line("body"))
        color = "danger" if self._problem else "text2"
        draw_wrapped_text(painter, words, self._problem or self._words, theme, color=color, lines=lines)


class NameCard(WayCard):
    """A way that asks for one name in place; ``named`` carries it. Esc takes the question back."""

    named = Signal(str)

    def __init__(self, title: str, text: str, *, icon: str, key: str, picture: Picture, placeholder: str) -> None:
        super().__init__(title, text, icon=icon, key=key, picture=picture)
        self.question = QWidget(self)
        self.name = LineField(placeholder=placeholder, name=placeholder)
        self.add = Button(tr("Add"), "primary")
        row = QHBoxLayout(self.question)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name, 1)
        row.addWidget(self.add)
        self.question.hide()
        self.clicked.connect(self.ask)
        self.name.returnPressed.connect(self._answer)
        self.name.textEdited.connect(lambda _text: self.refuse(""))
        self.add.clicked.connect(self._answer)

    @property
    def asks(self) -> bool:
        return self.question.isVisibleTo(self)

    def ask(self) -> None:
        """Shows the field, with the keyboard in it."""
        self._place()
        self.question.show()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.update()

    def stop_asking(self) -> None:
        """Takes the question back."""
        self.question.hide()
        self.name.clear()
        self.refuse("")
        self.update()

    def refuse(self, text: str) -> None:
        """Says what is wrong with the name; "" for nothing."""
        self.name.set_error(text)
        self.set_problem(text)

    def set_flat(self, flat: bool) -> None:
        super().set_flat(flat)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.asks:
            self.stop_asking()
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.asks and not self.hasFocus():
            # The field and its button have answered already.
            if self.add.hasFocus():
                self._answer()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _answer(self) -> None:
        self.named.emit(self.name.text())

    def _place(self) -> None:
        """The question stands in the picture, or in a flat card where the words are."""
        theme = current_theme()
        height = theme.size("control")
        words, picture = self.words_rect(), self.picture_rect()
        middle = words.center().y() if self.flat else picture.center().y()
        self.question.setGeometry(QRect(round(words.left()), round(middle - height / 2), round(words.width()), height))

    def _paint_picture(self, painter: QPainter, shape: QPainterPath, theme: Theme) -> None:
        picture = self._picture
        if self.asks:
            self._picture = _nothing
        super()._paint_picture(painter, shape, theme)
        self._picture = picture

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        words, title, problem = self._words, self._title, self._problem
        if self.asks and self.flat:
            # The field stands where the words are, so what is wrong with the name takes the place of the title.
            self._words, self._title, self._problem = "", problem or title, ""
        super()._paint_words(painter, theme)
        self._words, self._title, self._problem = words, title, problem


def _nothing(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """No picture, while the question stands in its place."""


def _faint(theme: Theme, token: str, opacity: float) -> QColor:
    color = QColor(theme.color(token))
    color.setAlphaF(opacity)
    return color


def draw_table(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """Three columns of a table on their way in."""
    painter.setPen(Qt.PenStyle.NoPen)
    columns = ((40, (46, 33, 35, 37)), (100, (31, 33, 35, 37)), (160, (36, 38, 40, 42)))
    for left, widths in columns:
        for row, width in enumerate(widths):
            painter.setBrush(_faint(theme, "text", 0.75) if row == 0 else _faint(theme, "text3", 0.45))
            bar = QRectF(place.left() + theme.px(left), theme.px(30 + 17 * row), theme.px(width), theme.px(6))
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
    pen = QPen(theme.color("accent"), theme.px(2))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    x, top, bottom, wing = theme.px(226), theme.px(46), theme.px(73), theme.px(7)
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.drawLine(QPointF(x - wing, bottom - wing), QPointF(x, bottom))
    painter.drawLine(QPointF(x + wing, bottom - wing), QPointF(x, bottom))


def draw_broken_rhythm(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """A rhythm strip whose last orders did not come: what the program is about."""
    sizes = (6, 5, 5, 7, 6, 7, 7, 6, 8, 6, 5, 6, 6, 8, 6, 8, 7, 7)
    strip = strip_data(
        orders=[(2 + 11 * number, size) for number, size in enumerate(sizes)],
        contact_days=[45, 62, 65, 85, 88, 112, 116, 140, 143, 155],
        expected_days=[200, 211, 222],
        first_day=0,
        last_day=228,
        status="risk",
    )
    width, height = theme.px(210), theme.px(58)
    draw_strip(painter, QRectF(place.center().x() - width / 2, theme.px(37), width, height), strip, theme)


def draw_first_account(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """One account on a small card."""
    width, height = theme.px(220), theme.px(46)
    card = QRectF(place.center().x() - width / 2, place.center().y() - height / 2, width, height)
    painter.setPen(QPen(theme.color("line"), 1.0))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("page"), theme.radius("page"))
    draw_tier_badge(painter, card.adjusted(theme.px(15), 0, 0, 0), "A", theme)
    painter.setPen(Qt.PenStyle.NoPen)
    for top, bar_width, token, opacity in ((13, 104, "text", 0.85), (28, 132, "text3", 0.45)):
        painter.setBrush(_faint(theme, token, opacity))
        bar = QRectF(card.left() + theme.px(49), card.top() + theme.px(top), theme.px(bar_width), theme.px(7))
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
