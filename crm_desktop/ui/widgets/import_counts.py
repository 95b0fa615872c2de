"""What an import brings in lines of a number and words: before it as a promise, after it as a report."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.i18n import format_number, tr_n
from crm_desktop.services.importing import ImportResult, Kind, Plan
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.labels import PlainLabel

CountLine = tuple[int, str]


def rows_added(kind: Kind, n: int) -> str:
    """What the rows of this kind become: "orders added"."""
    match kind:
        case Kind.ACCOUNTS:
            return tr_n("row about an account taken", "rows about accounts taken", n)
        case Kind.CONTACTS:
            return tr_n("row about a person taken", "rows about people taken", n)
        case Kind.INTERACTIONS:
            return tr_n("contact with customers added", "contacts with customers added", n)
        case Kind.PURCHASES:
            return tr_n("order added", "orders added", n)
        case Kind.RATINGS:
            return tr_n("rating added", "ratings added", n)
        case Kind.FOLLOW_UPS:
            return tr_n("follow-up planned", "follow-ups planned", n)


def counts_of(plan: Plan) -> list[CountLine]:
    """What a plan would do. What the rows become is said also when it is none of them."""
    gaining = plan.accounts_gaining
    words = tr_n("account gains data, none lost", "accounts gain data, none lost", gaining)
    if plan.settings.mode is not None:
        words = tr_n("account here already is touched", "accounts here already are touched", gaining)
    lines = _counts_of(plan.result())
    lines.insert(1, (gaining, words))
    return [line for line in lines if line[0] or line == lines[2]]


def counts_of_result(result: ImportResult) -> list[CountLine]:
    """What an import did."""
    return [line for line in _counts_of(result) if line[0]]


def _counts_of(result: ImportResult) -> list[CountLine]:
    left_out = len(result.rejected)
    return [
        (result.accounts_created, tr_n("new account", "new accounts", result.accounts_created)),
        *_added(result),
        (result.contacts_created, tr_n("new person", "new people", result.contacts_created)),
        (result.duplicates, tr_n("row is here already", "rows are here already", result.duplicates)),
        (left_out, tr_n("row left out", "rows left out", left_out)),
    ]


def _added(result: ImportResult) -> list[CountLine]:
    """What the rows become, the kind of the file first."""
    added = dict(result.added) or {result.kind: result.imported}
    return [(n, rows_added(Kind(kind), n)) for kind, n in added.items()]


class CountLines(QWidget):
    """One line a count, the numbers under each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[CountLine] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[PlainLabel, PlainLabel]] = []
        look().changed.connect(self._make_room)
        self._make_room()

    @property
    def lines(self) -> Sequence[CountLine]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[CountLine]) -> None:
        """Shows these lines."""
        self._lines = lines
        while len(self._labels) < len(lines):
            number, words = PlainLabel("", "bodyStrong"), PlainLabel("", color="text2", wrap=True)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(number, len(self._labels), 0)
            self._grid.addWidget(words, len(self._labels), 1)
            self._labels.append((number, words))
        for place, labels in enumerate(self._labels):
            for label in labels:
                label.setVisible(place < len(lines))
            if place < len(lines):
                count, text = lines[place]
                labels[0].setText(format_number(count))
                labels[1].setText(text)
        self.setAccessibleName(", ".join(f"{format_number(count)} {text}" for count, text in lines))

    def _make_room(self) -> None:
        theme = current_theme()
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnMinimumWidth(0, theme.px(40))
