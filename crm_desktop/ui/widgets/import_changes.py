"""What an import changes in what is known: of whom, which value, from what to what, before it happens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import format_number, tr
from crm_desktop.services.importing import Change, field_label
from crm_desktop.ui.paint.text import RIGHT, draw_text, elided, text_width
from crm_desktop.ui.theme import Theme, current_theme
from crm_desktop.ui.widgets.import_row_list import ImportRowList, Index

_PADDING = 6
_LEAST_HEIGHT = 132
_LONGEST_SHOWN = 80


class ChangeList(ImportRowList):
    """``opened`` carries the ``Change`` whose row is to be looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            spoken=_spoken,
            name=tr("Values that change"),
            keys=tr("Enter goes to the row"),
            least_height=_LEAST_HEIGHT,
        )
        self.setUniformItemSizes(True)
        self.setItemDelegate(_ChangeDelegate(self))

    @property
    def changes(self) -> Sequence[Change]:
        """What is listed."""
        return self.items

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Lists these; the keyboard stays about where it was."""
        self.show_items(changes)


class _ChangeDelegate(QStyledItemDelegate):
    def __init__(self, view: ChangeList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        return QSize(0, 2 * theme.px(_PADDING) + theme.line("body") + theme.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, place = current_theme(), QRectF(option.rect)
        change = self._view.changes[index.row()]
        self._view.draw_ground(painter, option)
        line, top, left = theme.line("body"), place.top() + theme.px(_PADDING), place.left() + theme.px(4)
        number = text_width(_row_words(change), theme, "caption") + 1
        right = place.right() - theme.px(2)
        draw_text(
            painter, QRectF(right - number, top, number, line), _row_words(change), theme,
            role="caption", color="text2", align=RIGHT,
        )  # fmt: skip
        draw_text(painter, QRectF(left, top, right - number - theme.px(8) - left, line), change.of, theme, weight=500)
        words = QRectF(left, top + line, right - left, theme.px(18))
        shown = value_words_within(change, words.width(), theme)
        draw_text(painter, words, shown, theme, role="small", color="text2")


def _spoken(change: Change) -> str:
    return f"{change.of}, {value_words(change)}, {_row_words(change)}"


def value_words(change: Change) -> str:
    """Which value, from what to what: "Tier: B → C"."""
    return _words_of(change, _shown(change.before) or tr("empty"), _shown(change.after))


def value_words_within(change: Change, width: float, theme: Theme) -> str:
    """The same, so wide at most: of two long values the end of either is cut, so that both are seen."""
    before, after = _shown(change.before) or tr("empty"), _shown(change.after)
    room = width - text_width(_words_of(change, "", ""), theme, "small")
    wide, narrow = (text_width(text, theme, "small") for text in (before, after))
    half = room / 2
    before = elided(before, max(half, room - narrow), theme, "small")
    after = elided(after, max(half, room - wide), theme, "small")
    return _words_of(change, before, after)


def _words_of(change: Change, before: str, after: str) -> str:
    return tr("{field}: {before} → {after}", field=field_label(change.field), before=before, after=after)


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"


def _row_words(change: Change) -> str:
    return tr("row {row}", row=format_number(change.row))
