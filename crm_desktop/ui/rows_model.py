"""A table of any length: holds ids and fetches a window of rows when they are painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_WINDOW = 32
_KEPT = 3_000


class Column(NamedTuple):
    """One column: its stable name (also the sort key), its heading and the text of a row.

    ``spoken`` is what a screen reader says where the text alone is not enough; with ``write`` a cell can be edited,
    and the new text is handed to it.
    """

    name: str
    heading: str
    text: Callable[[Any], str]
    right: bool = False
    sortable: bool = True
    spoken: Callable[[Any], str] | None = None
    write: Callable[[Any, str], None] | None = None


class RowsModel(QAbstractTableModel):
    """``fetch(ids)`` returns row values with an ``id``, in any order; it must be quick (about 2 ms a window)."""

    def __init__(
        self, columns: Sequence[Column], fetch: Callable[[Sequence[int]], Sequence[Any]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._put_columns(columns)
        self._fetch = fetch
        self._ids: Sequence[int] = ()
        self._rows: dict[int, Any] = {}

    def _put_columns(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        # Asked for several times a cell and a repaint, so worked out once.
        read = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        self._flags = [read | Qt.ItemFlag.ItemIsEditable if column.write else read for column in self.columns]

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Shows other columns, or the same in another order; the rows stay."""
        self.beginResetModel()
        self._put_columns(columns)
        self.endResetModel()

    def set_ids(self, ids: Sequence[int], *, same_rows: bool = False) -> None:
        """Shows these rows in this order; with ``same_rows`` nothing of those read already has changed."""
        self.beginResetModel()
        self._ids = ids
        if not same_rows:
            self.forget()
        self.endResetModel()

    def forget(self) -> None:
        """Something has changed: the rows are read anew as soon as they are painted."""
        self._rows.clear()

    def refresh_rows(self) -> None:
        """Reads the rows on screen anew; their order stays."""
        self.forget()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))

    @property
    def ids(self) -> Sequence[int]:
        """All ids in order."""
        return self._ids

    def id_at(self, row: int) -> int:
        """The id of a row."""
        return self._ids[row]

    def row_at(self, row: int) -> Any:
        """The row's value, ``None`` when it has gone meanwhile."""
        if self._ids[row] not in self._rows:
            start = row - row % _WINDOW
            self.read(range(start, start + _WINDOW))
        return self._rows[self._ids[row]]

    def read(self, rows: range) -> None:
        """Fetches those of some rows that have not been read yet, all at once."""
        if len(self._rows) > _KEPT:
            self._rows.clear()
        fresh = [each for each in self._ids[rows.start : rows.stop] if each not in self._rows]
        if fresh:
            found = {value.id: value for value in self._fetch(fresh)}
            self._rows |= dict.fromkeys(fresh) | found  # one that is gone is not asked for again

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return self._flags[index.column()] if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole, ROW):
            return None
        row = self.row_at(index.row())
        if role == ROW or row is None:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and column.spoken:
            return column.spoken(row)
        return column.text(row)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hands an edited text to its column; the table shows it when the change has come back from the store."""
        write = self.columns[index.column()].write
        row = self.row_at(index.row())
        if role != Qt.ItemDataRole.EditRole or write is None or row is None:
            return False
        write(row, str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        return None
