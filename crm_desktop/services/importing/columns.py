"""Settles what only a whole column can tell: the order of its dates and its decimal mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.parsing_amounts import DecimalFinder
from crm_desktop.domain.parsing_dates import DateOrder, OrderFinder
from crm_desktop.domain.parsing_scores import ZERO_TO_TEN, Scale, ScaleFinder, scale_of_header
from crm_desktop.i18n import tr
from crm_desktop.services.importing import headers
from crm_desktop.services.importing.cells import Exact
from crm_desktop.services.importing.kinds import ADDRESS_PART, OF_SEVERAL, fields_of
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.services.importing.phones import Phones, country_words
from crm_desktop.services.importing.reading import Source
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.wording import give_setting, refusal, shortened

# A set of so many different cells is thrown away and begun anew: looking at a cell twice changes nothing.
_MOST_REMEMBERED = 50_000

_DATE_FORMS = {DateOrder.DMY: "d.m.y", DateOrder.MDY: "m/d/y", DateOrder.YMD: "y-m-d"}


@dataclass(frozen=True, slots=True)
class Formats:
    """How the columns are to be read. ``certain``: the currency was told by the settings or the header.

    ``scale``: the worst and the best of the plain numbers that ratings are; ``maybe_five``: few, and none above 5.
    ``provisional``: the first rows settled it, so that a cell that cannot be read may still say otherwise.
    """

    orders: dict[str, DateOrder | None]
    decimal: str
    currency: str
    certain: bool
    scale: Scale = ZERO_TO_TEN
    maybe_five: bool = False
    phones: Phones | None = None
    provisional: bool = False


class _Finders:
    """What looks for the order of each column of dates and for the mark of the amounts, unless they were told."""

    def __init__(self, mapping: Mapping, settings: ImportSettings) -> None:
        self.days = [f.name for f in fields_of(mapping.kind) if f.reads.endswith("day") and f.name in mapping.fields]
        self.orders = {name: OrderFinder() for name in self.days} if settings.date_order is None else {}
        self.amount, self.marks = mapping.column("amount"), DecimalFinder()
        self.by_column: dict[int, OrderFinder | DecimalFinder] = {
            mapping.fields.index(name): finder for name, finder in self.orders.items()
        }
        if self.amount is not None and settings.decimal is None:
            self.by_column[self.amount] = self.marks
        self.score, self.scales = mapping.column("score"), ScaleFinder()
        self._find_scale = self.score is not None and settings.score_scale is None
        self._scores: Counter[str] = Counter()
        self._mapping, self._settings = mapping, settings

    @property
    def needed(self) -> bool:
        """Something is to be found out."""
        return bool(self.by_column) or self._find_scale

    def told_scale(self, source: Source) -> Scale | None:
        """What the settings say, or else the name of the column."""
        return self._settings.score_scale or scale_of_header(source.header[self.score or 0])

    def look(self, blocks: Iterable[Sequence[Sequence[str]]], watched: Callable[[int], None]) -> None:
        """Shows the cells of these rows to the finders, each text once."""
        seen: dict[int, set[str]] = {column: set() for column in self.by_column}
        done = 0
        for rows in blocks:
            watched(done)
            done += len(rows)
            if self._find_scale and self.score is not None:
                for text in filter(None, _cells(rows, self.score)):
                    self._count_score(text)
            for column, finder in self.by_column.items():
                known, cells = seen[column], list(_cells(rows, column))
                if set(map(type, cells)) == {Exact}:
                    continue
                for cell in dict.fromkeys(text for text in cells if type(text) is not Exact):
                    if cell not in known:
                        if len(known) == _MOST_REMEMBERED:
                            known.clear()
                        known.add(cell)
                        finder.see(cell)
        self._see_scores()

    def _count_score(self, text: str) -> None:
        if len(self._scores) == _MOST_REMEMBERED:
            self._see_scores()
        self._scores[text] += 1

    def _see_scores(self) -> None:
        for text, times in self._scores.items():
            self.scales.see(text, times)
        self._scores.clear()

    def formats(self, source: Source, currency: str, phones: Phones, *, provisional: bool) -> Formats:
        """What was found."""
        scale, maybe_five = ZERO_TO_TEN, False
        if self.score is not None:
            told_scale = self.told_scale(source)
            scale, maybe_five = told_scale or self.scales.scale, told_scale is None and self.scales.maybe_five
        header = "" if self.amount is None else source.header[self.amount]
        told = self._settings.currency or headers.told_currency(header)
        orders = {name: self._settings.date_order or self.orders[name].order for name in self.days}
        decimal = self._settings.decimal or self.marks.decimal
        return Formats(
            orders=orders,
            decimal=decimal,
            currency=told or currency,
            certain=told is not None,
            scale=scale,
            maybe_five=maybe_five,
            phones=phones,
            provisional=provisional,
        )


def _cells(rows: Sequence[Sequence[str]], column: int) -> Iterable[str]:
    """The cells of a column, empty ones where a row is too short to have one."""
    if column < min(map(len, rows), default=0):
        return map(itemgetter(column), rows)
    return (cells[column] if column < len(cells) else "" for cells in rows)


def expected(
    source: Source, mapping: Mapping, settings: ImportSettings, currency: str, phones: Phones
) -> Formats | None:
    """What the first rows settle already, or ``None`` when the whole file must be asked.

    That holds for the whole file as long as every cell can be read: one that contradicts it cannot.
    """
    finders = _Finders(mapping, settings)
    if finders.needed:
        finders.look([[row.cells for row in source.sample]], lambda _: None)
    settled_dates = all(len(finder.possible) == 1 or finder.order is None for finder in finders.orders.values())
    if not settled_dates or (finders.amount in finders.by_column and len(finders.marks.telling) != 1):
        return None
    if finders.score is not None and finders.told_scale(source) is None and not finders.scales.settled:
        return None
    return finders.formats(source, currency, phones, provisional=bool(finders.by_column))


def settled(
    source: Source,
    mapping: Mapping,
    settings: ImportSettings,
    currency: str,
    phones: Phones,
    watched: Callable[[int], None],
) -> Formats:
    """Reads the file once and settles every column that needs it. ``watched`` is called with the rows done.

    Raises ``UserError`` that names the setting to give.
    """
    finders = _Finders(mapping, settings)
    if finders.needed:
        finders.look((rows for _, rows in source.blocks()), watched)
    for name, finder in finders.orders.items():
        _refuse_unsettled_order(source.header[mapping.fields.index(name)], finder)
    if finders.amount is not None:
        _refuse_unsettled_marks(source.header[finders.amount], finders.marks)
    if finders.score is not None and finders.told_scale(source) is None and finders.scales.ambiguous:
        raise _unsettled(
            tr(
                "The ratings in “{header}” are all between 1 and 5: the best can be 5 or 10.",
                header=source.header[finders.score],
            ),
            ['{"score_scale": [1, 5]}', '{"score_scale": [0, 10]}'],
        )
    return finders.formats(source, currency, phones, provisional=False)


def _refuse_unsettled_order(header: str, finder: OrderFinder) -> None:
    if finder.contradictory:
        raise _unsettled(
            tr(
                "The dates in “{header}” contradict each other: “{one}” and “{other}”.",
                header=header,
                one=shortened(finder.against[DateOrder.MDY]),
                other=shortened(finder.against[DateOrder.DMY]),
            ),
            [f'{{"date_order": "{order}"}}' for order in (DateOrder.DMY, DateOrder.MDY)],
        )
    if finder.ambiguous is not None:
        raise _unsettled(
            tr(
                "The dates in “{header}” can be read in more than one way, for example “{text}”.",
                header=header,
                text=shortened(finder.ambiguous),
            ),
            [f'{{"date_order": "{order}"}}' for order in DateOrder if order in finder.possible],
        )


def _refuse_unsettled_marks(header: str, finder: DecimalFinder) -> None:
    choices = ['{"decimal": ","}', '{"decimal": "."}']
    if finder.contradictory:
        raise _unsettled(
            tr(
                "The amounts in “{header}” contradict each other: “{one}” and “{other}”.",
                header=header,
                one=shortened(finder.telling[","]),
                other=shortened(finder.telling["."]),
            ),
            choices,
        )
    if finder.ambiguous is not None:
        raise _unsettled(
            tr(
                "The amounts in “{header}” can be read in two ways: “{text}” is thousands or a fraction.",
                header=header,
                text=shortened(finder.ambiguous),
            ),
            choices,
        )


class UnsettledError(UserError):
    """Only a person can tell how a column is meant; ``setting`` is what to tell."""

    def __init__(self, what: str, safe: str, do: str, setting: str) -> None:
        super().__init__(what, safe, do)
        self.setting = setting


def _unsettled(what: str, choices: list[str]) -> UnsettledError:
    error = refusal(what, give_setting(tr(" or ").join(choices)))
    return UnsettledError(error.what, error.safe, error.do, setting=choices[0].split('"')[1])


def readings(mapping: Mapping, formats: Formats, settings: ImportSettings) -> tuple[str, ...]:
    """In a few words, one a column, how it is read; for below the names of the columns."""
    return tuple(_reading(name, mapping, formats, settings) for name in mapping.fields)


def scale_words(scale: Scale) -> str:
    """A scale, and how it is put on 0 to 10: "1–5 → 0–10"."""
    low, high = scale
    words = f"{low.normalize():f}–{high.normalize():f}"
    return words if scale == ZERO_TO_TEN else tr("{scale} becomes 0–10", scale=words)


def _reading(name: str, mapping: Mapping, formats: Formats, settings: ImportSettings) -> str:
    reads = next((field.reads for field in fields_of(mapping.kind) if field.name == name), "")
    if reads.endswith("day"):
        return tr("date {form}", form=_DATE_FORMS[formats.orders[name] or DateOrder.YMD])
    if reads == "amount":
        mark = tr("comma") if formats.decimal == "," else tr("point")
        return mark if "currency" in mapping.fields else f"{formats.currency}, {mark}"
    if reads == "score":
        return scale_words(formats.scale)
    if reads == "phone" and formats.phones is not None:
        return country_words(formats.phones.country) if formats.phones.needed else tr("phone")
    if name == ADDRESS_PART:
        return tr("behind the address")
    if name in OF_SEVERAL:
        return tr("or into the notes") if mapping.notes_others else tr("where the other is empty")
    return tr("text") if name else tr("skipped")
