"""Turns the cells of rows into values, column by column, and says of each bad cell what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat, zip_longest
from typing import Any

from crm_desktop.domain.parsing import Fault, UnreadableError
from crm_desktop.i18n import tr_n
from crm_desktop.services.importing.checked import Checked, Column, Same, Values
from crm_desktop.services.importing.columns import Formats
from crm_desktop.services.importing.counting import Counting
from crm_desktop.services.importing.joining import Joining
from crm_desktop.services.importing.kinds import CLUES, Field, Kind
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.services.importing.matching import AccountBook, checked_name
from crm_desktop.services.importing.readers import Amounts, Read, read_column, reader, typed_reader
from crm_desktop.services.importing.results import Problem
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.totals import Total
from crm_desktop.services.importing.whom import WHOM, Whom
from crm_desktop.services.importing.wording import reason, shortened

Cells = Sequence[str]

# Places of a purchase's values, which depend on each other.
_AMOUNT, _CURRENCY, _REFUND = 2, 3, 6
# Place of a person's name; then come phone, e-mail and notes.
_PERSON = 1
_NAME_PARTS = ("name", "first_name", "last_name")


class Checker:
    """Reads the rows of one file into values, in the order of the kind's fields."""

    def __init__(
        self,
        mapping: Mapping,
        formats: Formats,
        settings: ImportSettings,
        book: AccountBook,
        *,
        typed: bool,
        whom: Whom | None = None,
        header: Sequence[str] = (),
        counting: Counting | None = None,
    ) -> None:
        self._width = len(mapping.fields)
        # A list that was printed page by page names its columns on every page.
        self._names = list(header) if sum(map(bool, header)) > 1 else None
        self._whom, self._book, self._counting = whom, book, counting
        self._joining = Joining(mapping, header)
        self._whose = tuple(mapping.column(name) for name in WHOM)
        self._amounts = Amounts(formats) if mapping.kind is Kind.PURCHASES else None
        # Where the name of a person stands in parts: the places of the whole, the first and the last one.
        self._parts: tuple[int, int, int] | None = None
        read_fields = list(mapping.read_fields)
        if mapping.name_in_parts:
            places = [field.name for field in read_fields]
            self._parts = places.index(_NAME_PARTS[0]), places.index(_NAME_PARTS[1]), places.index(_NAME_PARTS[2])
        # A row of a list of people that names no person may still bring its account.
        self._of_people = mapping.kind is Kind.CONTACTS
        # The last value of a row then: it is the name of a firm.
        self._firms = self._of_people and "company" in mapping.fields
        if self._of_people:
            read_fields[_PERSON] = read_fields[_PERSON]._replace(reads="optional name", required=False)
        read_by = typed_reader if typed else reader
        # Each field with its column (none: every row has the field's value of nothing) and what reads it.
        self._fields: list[tuple[Field, int | None, Read]] = [
            (field, self._joining.column(field.name), read_by(field, formats, settings, book)) for field in read_fields
        ]
        if whom is not None:
            # Only all the cells that tell whose the row is can be read, together.
            self._fields[0] = (self._fields[0][0], mapping.column("account"), str)
        names = [field.name for field in read_fields]
        self._addresses = tuple((name, names.index(name)) for name in CLUES if name in names)
        self._person = names.index("name") if "name" in names else None

    def values(self, rows: Sequence[Cells], bad: Callable[[int], None]) -> Sequence[Values]:
        """The values of the rows that can be read; ``bad`` is told the place of each of the others."""
        if self._counting is None:
            return self._readable(rows, 0, bad)
        places = [at for at, cells in enumerate(rows) if type(cells) is Total or not self._counting(cells)]
        for at in set(range(len(rows))).difference(places):
            bad(at)
        return self._readable([rows[at] for at in places], 0, lambda at: bad(places[at]))

    def _readable(self, rows: Sequence[Cells], first: int, bad: Callable[[int], None]) -> Sequence[Values]:
        """The same of some rows, the place of the first of which is told; a bad one is looked for by halves."""
        try:
            return self._together(rows)
        except UnreadableError:
            if len(rows) == 1:
                bad(first)
                return []
        half = len(rows) // 2
        return [*self._readable(rows[:half], first, bad), *self._readable(rows[half:], first + half, bad)]

    def _together(self, rows: Sequence[Cells]) -> Sequence[Values]:
        """The values of all rows, read column by column. Raises ``UnreadableError`` when any cell is bad."""
        types = set(map(type, rows))
        if set(map(len, rows)) != {self._width}:
            rows = [self._fitted(cells) for cells in rows]
        if not rows:
            return []
        if self._names in rows:
            raise UnreadableError(Fault.NAMES_AGAIN)
        if Total in types:
            raise UnreadableError(Fault.TOTAL)
        # Not by zip: its iterator for each row is so much at once that the garbage is collected after every block.
        flat = list(chain.from_iterable(rows))
        cells: list[Sequence[str]] = [flat[column :: self._width] for column in range(self._width)]
        self._joining.join(cells)
        columns: list[Iterable[Any]] = [
            repeat(read(""), len(rows)) if column is None else read_column(read, cells[column])
            for _, column, read in self._fields
        ]
        if self._whom is not None:
            self._find_accounts(columns, cells, self._whom)
        if self._amounts is not None:
            self._count_money(columns, self._amounts)
        firms = list(columns.pop()) if self._firms else None
        if self._parts is not None:
            self._join_names(columns, *self._parts)
        if self._of_people:
            found = list(zip(*columns, strict=True))
            if not all(row[_PERSON] or row[0] is not None for row in found):
                raise UnreadableError(Fault.MISSING)
            return found if firms is None else [self._of_firm(*each) for each in zip(found, firms, strict=True)]
        return Checked([_held(column) for column in columns], len(rows))

    def _of_firm(self, row: Values, is_firm: int) -> Values:
        """The row as one that names no person, where the name is that of a firm."""
        return (self._book[row[_PERSON]], "", *row[_PERSON + 1 :]) if is_firm and row[_PERSON] else row

    def gather(self, rows: Sequence[Cells]) -> None:
        """Looks at whom these rows mean, before any row is read."""
        if self._whom is not None:
            counts = self._counting or (lambda _: None)
            rows = [cells for cells in rows if type(cells) is not Total and not counts(cells)]
            cells: list[Sequence[str]] = list(zip_longest(*rows, fillvalue=""))
            if cells:
                cells += [[""] * len(rows)] * (self._width - len(cells))
                self._joining.join(cells)
            self._whom.gather(zip(*self._told_whose(cells, len(rows)), strict=True))

    def _told_whose(self, cells: Sequence[Sequence[str]], count: int) -> list[Sequence[str]]:
        """The columns, given all of the file, that tell whose a row is."""
        nothing = [""] * count
        return [nothing if column is None or column >= len(cells) else cells[column] for column in self._whose]

    def _find_accounts(self, columns: list[Iterable[Any]], cells: list[Sequence[str]], whom: Whom) -> None:
        """Puts accounts where their names stood; what only told which account it is says nothing else about it."""
        told = list(zip(*self._told_whose(cells, len(cells[0])), strict=True))
        columns[0] = list(map(whom.__getitem__, told))
        if whom.by_address or whom.leant_on:
            people = columns[self._person] if self._person is not None else repeat("")
            silenced = [whom.silenced(each, of_person=bool(name)) for each, name in zip(told, people, strict=False)]
            for name, at in self._addresses:
                texts = zip(silenced, columns[at], strict=True)
                columns[at] = ["" if name in fields else text for fields, text in texts]

    def _join_names(self, columns: list[Iterable[Any]], whole: int, first: int, last: int) -> None:
        """Puts whole names in place of the parts."""
        parts = zip(columns[whole], columns[first], columns[last], strict=True)
        columns[whole] = [_whole_name(*each) for each in parts]
        del columns[max(first, last)], columns[min(first, last)]

    def _count_money(self, columns: list[Iterable[Any]], amounts: Amounts) -> None:
        """Puts minor units in place of the texts of amounts, which only their currency gives a meaning."""
        texts, codes = list(columns[_AMOUNT]), list(columns[_CURRENCY])
        one = codes.count(codes[0]) == len(codes)
        minor: Sequence[int]
        if one and (plain := amounts.plain(codes[0], texts)):
            minor, columns[_CURRENCY] = plain[0], repeat(plain[1], len(texts))
        else:
            counted = [amounts[code](text) for code, text in zip(codes, texts, strict=True)]
            minor, columns[_CURRENCY] = zip(*counted, strict=True)
        columns[_AMOUNT] = minor
        if min(minor) < 0:
            columns[_REFUND] = [int(told or amount < 0) for told, amount in zip(columns[_REFUND], minor, strict=True)]

    @property
    def assumed_currency(self) -> bool:
        """Amounts were taken to be in the workspace's currency though nothing said so."""
        return self._amounts is not None and self._amounts.assumed

    def _fitted(self, cells: Cells) -> Cells:
        """The row as wide as the header: missing cells are empty, more that are not empty make it unreadable."""
        if self._extra(cells):
            raise UnreadableError(Fault.TOO_LONG)
        return [*cells[: self._width], *[""] * (self._width - len(cells))]

    def _extra(self, cells: Cells) -> int:
        return sum(bool(cell.strip()) for cell in cells[self._width :])

    def problems(self, number: int, cells: Cells) -> tuple[Problem, ...]:
        """Everything that is wrong with a row, cell by cell, in the order of the columns."""
        if type(cells) is Total:
            return (Problem(number, None, "", reason(UnreadableError(Fault.TOTAL), "", "account")),)
        if self._counting is not None and (fault := self._counting(cells)) is not None and self._names != [*cells]:
            at = self._counting.column
            text = cells[at] if at < len(cells) else ""
            return (Problem(number, at, shortened(text), reason(UnreadableError(fault), text, "status")),)
        found: list[Problem] = []
        if self._names == [*cells]:
            found.append(Problem(number, None, "", reason(UnreadableError(Fault.NAMES_AGAIN), "", "account")))
        if extra := self._extra(cells):
            sentence = tr_n("{n} cell more than there are columns", "{n} cells more than there are columns", extra)
            found.append(Problem(number, None, "", sentence))
        joined: list[Sequence[str]] = [[text] for text in (*cells[: self._width], *[""] * (self._width - len(cells)))]
        self._joining.join(joined)
        cells = [text for (text,) in joined]
        values: list[Any] = []
        for field, column, read in self._fields:
            text = cells[column] if column is not None else ""
            try:
                values.append(read(text))
            except UnreadableError as error:
                values.append(None)
                place = column if column is not None and column < self._width else None
                found.append(Problem(number, place, shortened(text), reason(error, text, field.name)))
        if self._whom is not None:
            whose = tuple(cells[c] if c is not None and c < len(cells) else "" for c in self._whose)
            try:
                self._whom[whose]
            except UnreadableError as error:
                named_by = next((c for c, text in zip(self._whose, whose, strict=True) if c is not None and text), None)
                text = cells[named_by] if named_by is not None else ""
                found.append(Problem(number, named_by, shortened(text), reason(error, text, "account")))
        named = not self._of_people or any(values[place] for place in self._parts or (_PERSON,))
        if not named and not found and values[0] is None:
            found.append(Problem(number, None, "", reason(UnreadableError(Fault.MISSING), "", "name")))
        if self._firms and values[-1] and named and not found:
            name = _whole_name(*(values[place] for place in self._parts)) if self._parts else values[_PERSON]
            try:
                self._book[name]
            except UnreadableError as error:
                found.append(Problem(number, self._fields[_PERSON][1], shortened(name), reason(error, name, "account")))
        if self._amounts is not None and values[_CURRENCY] is not None and values[_AMOUNT] is not None:
            try:
                self._amounts[values[_CURRENCY]](values[_AMOUNT])
            except UnreadableError as error:
                field, column, _ = self._fields[_AMOUNT]
                text = values[_AMOUNT]
                found.append(Problem(number, column, shortened(text), reason(error, text, field.name)))
        return tuple(sorted(found, key=lambda problem: -1 if problem.column is None else problem.column))


def _held(column: Iterable[Any]) -> Column:
    if isinstance(column, repeat):
        return Same(next(column))
    return column if isinstance(column, Sequence) else list(column)


def _whole_name(whole: str, first: str, last: str) -> str:
    """The name of a person, "" of none; where only the last name has a column of its own, the other is the first."""
    if whole and first:
        return whole
    return checked_name(f"{first or whole} {last}") if first or whole or last else ""
