"""Puts a list onto paper, or into a PDF: drawn as plain text, so that nothing in it is ever read as markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeySequence, QPageLayout, QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QComboBox, QToolBar, QToolButton, QWidget

from crm_desktop.i18n import format_day, format_number, tr, tr_n
from crm_desktop.services.export_tables import ID, Cell
from crm_desktop.services.listings import Listing

_TEXT, _TITLE = 8.5, 14.0  # points
_MEASURED = 200
"""Rows that the widths of the columns are found from."""
_ZOOM = 9
"""Letters: room for "100.0%" beside the arrow."""


class Sheet(NamedTuple):
    """A list ready to be drawn: every cell a text; ``right`` are the columns of figures."""

    title: str
    note: str
    header: tuple[str, ...]
    rows: list[list[str]]
    right: frozenset[int]
    left_out: int


def sheet_of(listing: Listing, most: int) -> Sheet:
    """The first rows of a list as texts, without our own numbers, which are for programs; reads the store."""
    shown = [place for place, name in enumerate(listing.header) if name != ID]
    cells = [[row[place] for place in shown] for row in islice(listing.read(), most)]
    digits = [_digits(column) for column in zip(*cells, strict=True)]
    rows = [[_text(cell, most or 0) for cell, most in zip(row, digits, strict=True)] for row in cells]
    left_out = max(listing.size - len(rows), 0)
    header = tuple(listing.header[place] for place in shown)
    money = tr("Amounts in {currency}", currency=listing.currency) if listing.currency else ""
    note = " · ".join(part for part in (listing.note, money) if part)
    numbers = frozenset(column for column, most in enumerate(digits) if most is not None)
    return Sheet(listing.title, note, header, rows, numbers, left_out)


def _digits(column: Sequence[Cell]) -> int | None:
    """How many decimals the figures of a column have at most; ``None`` where it holds none."""
    figures = [cell for cell in column if isinstance(cell, Decimal | int)]
    return max((max(-int(Decimal(figure).as_tuple().exponent), 0) for figure in figures), default=None)


def _text(cell: Cell, digits: int) -> str:
    if isinstance(cell, date):
        return format_day(cell, "date")
    if isinstance(cell, Decimal | int):
        return format_number(float(cell), digits)
    return " ".join(cell.split())


def printer_for(file: str = "") -> QPrinter:
    """A printer on A4 across; with a file name it writes a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if file:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(file)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setPageMargins(QMarginsF(14, 14, 14, 14), QPageLayout.Unit.Millimeter)
    return printer


class _Preview(QPrintPreviewDialog):
    """Keeps its printer, which Qt does not."""

    def __init__(self, printer: QPrinter, parent: QWidget) -> None:
        super().__init__(printer, parent)
        self._printer = printer


def preview(sheet: Sheet, today: date, parent: QWidget) -> QPrintPreviewDialog:
    """Shows the pages, from where they can be printed or saved as a PDF."""
    dialog = _Preview(printer_for(), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Print"))
    dialog.resize(parent.size() * 0.9)
    dialog.paintRequested.connect(lambda printer: draw(sheet, printer, today))
    _make_usable_by_key(dialog)
    dialog.open()
    return dialog


def _make_usable_by_key(dialog: QPrintPreviewDialog) -> None:
    """Qt's own buttons take no keyboard; the last of them prints, and so does Ctrl+P."""
    bar, zoom = dialog.findChild(QToolBar), dialog.findChild(QComboBox)
    if not isinstance(bar, QToolBar) or not isinstance(zoom, QComboBox):
        return
    zoom.setMinimumContentsLength(_ZOOM)  # what Qt counts on is cut off in our style
    for button in bar.findChildren(QToolButton):
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    to_print = bar.actions()[-1]
    to_print.setShortcut(QKeySequence.StandardKey.Print)
    to_print.setToolTip(f"{to_print.text()} ({to_print.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")


def draw(sheet: Sheet, printer: QPrinter, today: date) -> int:
    """Draws every page and returns how many there are."""
    painter = QPainter(printer)
    try:
        return _Drawing(sheet, printer, painter, today).pages()
    finally:
        painter.end()


class _Drawing:
    """One list on one printer."""

    def __init__(self, sheet: Sheet, printer: QPrinter, painter: QPainter, today: date) -> None:
        self._sheet, self._printer, self._painter, self._today = sheet, printer, painter, today
        page = printer.pageRect(QPrinter.Unit.DevicePixel)
        self._width, self._height = page.width(), page.height()
        self._font, self._bold, self._title = self._make_font(_TEXT), self._make_font(_TEXT), self._make_font(_TITLE)
        self._bold.setBold(True)
        self._title.setBold(True)
        self._metrics = QFontMetricsF(self._font, printer)
        self._line = self._metrics.height() * 1.5
        self._gap = self._metrics.horizontalAdvance("nn")
        self._header = list(zip(*map(_in_two, sheet.header), strict=True))
        self._widths = self._find_widths()

    def _make_font(self, points: float) -> QFont:
        font = QFont(self._painter.font())
        font.setPointSizeF(points)
        return font

    def _find_widths(self) -> list[float]:
        """What each column wants, and where that is too much a fair share of the page."""
        bold = QFontMetricsF(self._bold, self._printer)
        shown: Sequence[list[str]] = self._sheet.rows[:_MEASURED]
        wanted = [
            max(
                [
                    *(bold.horizontalAdvance(line[column]) for line in self._header),
                    *(self._metrics.horizontalAdvance(row[column]) for row in shown),
                ]
            )
            + self._gap
            for column in range(len(self._sheet.header))
        ]
        room, columns = self._width, sorted(range(len(wanted)), key=lambda column: wanted[column])
        widths = [0.0] * len(wanted)
        for place, column in enumerate(columns):
            widths[column] = min(wanted[column], room / (len(columns) - place))
            room -= widths[column]
        return widths

    def pages(self) -> int:
        """All of them, one after the other."""
        number, top, rows = 1, self._head(), self._sheet.rows
        foot = self._height - self._line
        self._foot(number)
        for row in rows:
            if top + self._line > foot:
                self._printer.newPage()
                number += 1
                self._foot(number)
                top = self._names(0.0)
            self._row(row, top, self._font)
            top += self._line
        return number

    def _head(self) -> float:
        """Title, what is shown and how many, on the first page; returns where the rows begin."""
        sheet, count = self._sheet, len(self._sheet.rows)
        title = QFontMetricsF(self._title, self._printer)
        self._words(QRectF(0, 0, self._width, title.height() * 1.3), sheet.title, self._title)
        note = [sheet.note] if sheet.note else []
        note.append(tr_n("{n} row", "{n} rows", count))
        if sheet.left_out:
            left = tr_n("{n} more is not printed; export it", "{n} more are not printed; export them", sheet.left_out)
            note.append(left)
        top = title.height() * 1.3
        self._words(QRectF(0, top, self._width, self._line), " · ".join(note), self._font)
        return self._names(top + self._line * 1.3)

    def _names(self, top: float) -> float:
        upper, lower = self._header
        if any(upper):
            self._words_of(upper, top, self._bold)
            top += self._line * 0.8
        self._row(lower, top, self._bold)
        return top + self._line

    def _row(self, texts: Sequence[str], top: float, font: QFont) -> None:
        self._words_of(texts, top, font)
        self._painter.setPen(QPen(QColor("#C8CCC8"), 0))
        self._painter.drawLine(0, round(top + self._line), round(self._width), round(top + self._line))

    def _words_of(self, texts: Sequence[str], top: float, font: QFont) -> None:
        left = 0.0
        for column, text in enumerate(texts):
            right = column in self._sheet.right
            self._words(QRectF(left, top, self._widths[column] - self._gap, self._line), text, font, right=right)
            left += self._widths[column]

    def _foot(self, number: int) -> None:
        place = QRectF(0, self._height - self._line, self._width, self._line)
        self._words(place, format_day(self._today, "date"), self._font)
        self._words(place, tr("Page {n}", n=number), self._font, right=True)

    def _words(self, place: QRectF, text: str, font: QFont, *, right: bool = False) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor("#000000"))
        shown = QFontMetricsF(font, self._printer).elidedText(text, Qt.TextElideMode.ElideRight, place.width() + 1)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(
            place, int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine), shown
        )


def _in_two(name: str) -> tuple[str, str]:
    """The name of a column on two lines of about the same length, the upper one empty where it is a single word."""
    words = name.split()
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words))]
    return min(ways, key=lambda lines: max(map(len, lines)), default=("", ""))
