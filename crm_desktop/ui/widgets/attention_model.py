"""The list of Today as one flat model: section heads that fold, accounts, and the rows that lead to more of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import format_money_short, format_number, tr, tr_n
from crm_desktop.services.attention_data import AttentionRow, Section, TodayList
from crm_desktop.ui.attention_face import row_face, spoken_row
from crm_desktop.ui.paint.attention_row import RowFace

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
LOADING_ROWS = 6


class ItemKind(StrEnum):
    """What a line of the list is."""

    SECTION = "section"
    ACCOUNT = "account"
    MORE = "more"
    REST = "rest"
    LOADING = "loading"


class Item(NamedTuple):
    """One line; `row` is set for accounts, `place` counts them within their section from 1."""

    kind: ItemKind
    section: Section
    row: AttentionRow | None = None
    place: int = 0
    last: bool = False


class Note(NamedTuple):
    """What a line that is no account says: its icon, a sentence, and what Enter does."""

    icon: str
    text: str
    action: str


class Order(StrEnum):
    """How the accounts of a section follow each other."""

    STAKE = "stake"
    SURE = "sure"
    SILENT = "silent"


class AttentionModel(QAbstractListModel):
    """Shows one `TodayList`, whole or only one tier of it; For today is open at first, the rest is folded.

    `rows_wanted` is emitted when a section is unfolded of which not every row has been read.
    """

    rows_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list: TodayList | None = None
        self._today = date.min
        self._tier: Tier | None = None
        self._order = Order.STAKE
        self._compact = False
        self._folded = {Section.WEEK, Section.WATCHING}
        self.rows: dict[Section, list[AttentionRow]] = {}
        """Of the tier shown, in the order shown; folded sections too, as far as they have been read."""
        self._items: list[Item] = []
        self._faces: dict[int, RowFace] = {}

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def tier(self) -> Tier | None:
        return self._tier

    @property
    def order(self) -> Order:
        return self._order

    @property
    def compact(self) -> bool:
        return self._compact

    def show_list(self, listed: TodayList) -> None:
        """Replaces what is shown."""
        self._list = listed
        self._today = listed.day
        self._arrange()

    def show_loading(self) -> None:
        """Grey rows where the list will stand."""
        self.beginResetModel()
        self._items = [Item(ItemKind.LOADING, Section.TODAY)] * LOADING_ROWS
        self.endResetModel()

    def choose(self, *, tier: Tier | None, order: Order) -> None:
        """Shows one tier (``None``: all of them) in an order."""
        self._tier, self._order = tier, order
        self._arrange()

    def set_compact(self, compact: bool) -> None:
        """Faces of compact rows are shorter in places."""
        self._compact = compact
        self._arrange()

    def is_folded(self, section: Section) -> bool:
        return section in self._folded

    def fold(self, section: Section, folded: bool) -> None:
        """Hides or shows the accounts of a section."""
        if folded == self.is_folded(section) or not self._total(section)[0]:
            return
        head = next(n for n, item in enumerate(self._items) if item.section == section)
        if folded:
            self._folded.add(section)
            inside = sum(item.section == section for item in self._items) - 1
            if inside:
                self.beginRemoveRows(QModelIndex(), head + 1, head + inside)
                del self._items[head + 1 : head + 1 + inside]
                self.endRemoveRows()
        else:
            self._folded.discard(section)
            fresh = self._accounts_of(section)
            if fresh:
                self.beginInsertRows(QModelIndex(), head + 1, head + len(fresh))
                self._items[head + 1 : head + 1] = fresh
                self.endInsertRows()
        self.dataChanged.emit(self.index(head), self.index(head))
        if not folded and self._list is not None and not self._list.whole:
            self.rows_wanted.emit()

    def item(self, row: int) -> Item:
        return self._items[row]

    def row_of(self, account: int) -> int:
        """Where an account stands, -1 when it is not shown."""
        shown = (n for n, item in enumerate(self._items) if item.row is not None and item.row.account == account)
        return next(shown, -1)

    def left_today(self) -> int:
        """How many accounts For today still holds, of the tiers shown."""
        return len(self.rows.get(Section.TODAY, ()))

    def face(self, row: AttentionRow) -> RowFace:
        """The words and marks of a row, made when it is painted first."""
        found = self._faces.get(row.account)
        if found is None and self._list is not None:
            currency = self._list.summary.currency
            found = row_face(row, today=self._today, currency=currency, compact=self._compact)
            self._faces[row.account] = found
        return found or RowFace(row.name)

    # -- as Qt sees it ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._items[index.row()].kind == ItemKind.LOADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.row.name if item.row else self._spoken(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(item)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and item.row:
            return tr("Enter opens the account, Space says why, L logs, S snoozes, D is done for now.")
        return None

    def section_title(self, section: Section) -> str:
        """The name of a section."""
        titles = {Section.TODAY: tr("For today"), Section.WEEK: tr("This week"), Section.WATCHING: tr("Watching")}
        return titles[section]

    def section_note(self, section: Section) -> str:
        """How many accounts a section holds, and what they stand for."""
        if self._list is None:
            return ""
        number, revenue = self._total(section)
        if section == Section.TODAY:
            listed = sum(self._total(every)[0] for every in Section)
            note = tr("{number} of {all}", number=format_number(number), all=format_number(listed))
            return tr("{note}. Everything else is ranked and can wait.", note=note) if self._compact else note
        more = tr_n("{n} more", "{n} more", number)
        if self._tier is not None and self._is_cut(section):
            return tr("{n} or more", n=format_number(number))
        if section == Section.WEEK:
            money = format_money_short(revenue, self._list.summary.currency)
            return tr("{more}, {money}", more=more, money=money)
        return tr("{more}, nothing to do yet", more=more)

    def note(self, item: Item) -> Note:
        """What the line after a day's work says, or the one after as many of a section as are read."""
        if item.kind == ItemKind.MORE:
            return Note("check", tr("Everything for today is done."), tr("Show 5 more"))
        shown = format_number(len(self.rows[item.section]))
        return Note("building-2", tr("These are the first {n}.", n=shown), tr("Go to all accounts"))

    def _spoken(self, item: Item) -> str:
        if item.row is not None and self._list is not None:
            return spoken_row(
                item.row,
                today=self._today,
                currency=self._list.summary.currency,
                place=item.place,
                of=len(self.rows[item.section]),
            )
        if item.kind in (ItemKind.MORE, ItemKind.REST):
            note = self.note(item)
            return f"{note.text} {note.action}"
        if item.kind == ItemKind.LOADING:
            return tr("Loading")
        state = tr("folded") if self.is_folded(item.section) else tr("unfolded")
        return f"{self.section_title(item.section)}, {self.section_note(item.section)}, {state}"

    # -- arranging -------------------------------------------------------------------------------

    def _total(self, section: Section) -> tuple[int, int]:
        if self._list is None:
            return 0, 0
        if self._tier is None:
            return self._list.totals[section]
        rows = self.rows.get(section, [])
        return len(rows), sum(row.revenue for row in rows)

    def _arrange(self) -> None:
        if self._list is None:
            return
        self.beginResetModel()
        self._faces.clear()
        self.rows = ordered(self._list, self._tier, self._order)
        self._items = []
        if any(self._total(section)[0] for section in Section):
            for section in Section:
                if section == Section.TODAY or self._total(section)[0]:
                    self._items.append(Item(ItemKind.SECTION, section))
                    if not self.is_folded(section):
                        self._items += self._accounts_of(section)
        self.endResetModel()

    def _accounts_of(self, section: Section) -> list[Item]:
        rows = self.rows[section]
        items = [
            Item(ItemKind.ACCOUNT, section, row=row, place=place, last=place == len(rows))
            for place, row in enumerate(rows, 1)
        ]
        if section == Section.TODAY and not rows and self._tier is None and self.rows[Section.WEEK]:
            items.append(Item(ItemKind.MORE, section))
        elif rows and self._is_cut(section):
            items.append(Item(ItemKind.REST, section))
        return items

    def _is_cut(self, section: Section) -> bool:
        """Whether the section holds more accounts than are ever read."""
        listed = self._list
        return listed is not None and listed.whole and len(listed.section(section)) < listed.totals[section].accounts


def ordered(listed: TodayList, tier: Tier | None, order: Order) -> dict[Section, list[AttentionRow]]:
    """The rows of one tier, or of all, in an order within each section."""
    return {section: _in_order(listed, section, tier, order) for section in Section}


def _in_order(listed: TodayList, section: Section, tier: Tier | None, order: Order) -> list[AttentionRow]:
    chosen = [row for row in listed.section(section) if tier in (None, row.tier)]
    if order == Order.SURE:
        chosen.sort(key=lambda row: -row.probability)
    elif order == Order.SILENT:
        # Who never ordered has no silence, and stands last.
        chosen.sort(key=lambda row: day_number(listed.day) if row.last_order is None else row.last_order)
    return chosen
