"""Tells which rows count: deals that were won, orders that were not called off, activities that took place."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.domain.parsing import Fault
from crm_desktop.services.importing.headers import meanings, plain
from crm_desktop.services.importing.kinds import Kind
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.services.importing.reading import Source

_YES = "true|yes|1"
_WON = f"""{_YES}|won|closed won|closedwon|deal won|is won|
    dobljeno|dobljen|dobljena|pridobljeno|zaključeno dobljeno|κερδισμένη|κερδισμένο|κερδήθηκε|κλειστή κερδισμένη|
    виграно|виграна|виграш|угоду виграно|vunnet|lukket vunnet|dobijeno|dobijen|osvojeno|добијено|добијен|освојено|
    gewonnen|abgeschlossen gewonnen|geschlossen gewonnen|auftrag erhalten"""
_LOST = """lost|closed lost|closedlost|izgubljeno|izgubljen|χαμένη|χάθηκε|програно|втрачено|tapt|изгубљено|verloren"""
_VOID = """cancelled|canceled|cancelled by customer|refunded|fully refunded|voided|void|failed|payment failed|
    preklicano|preklican|odpovedano|stornirano|storno|vrnjeno|povrnjeno|neuspešno|neuspelo|spodletelo|
    ακυρώθηκε|ακυρωμένη|ακυρωμένο|ακυρωμένος|επιστράφηκε|επεστράφη|απέτυχε|αποτυχημένη|
    скасовано|скасоване|скасований|відмінено|анульовано|сторно|повернено|повернуто|невдало|не вдалося|
    kansellert|avbestilt|annullert|refundert|tilbakebetalt|mislyktes|mislykket|feilet|
    otkazano|otkazan|poništeno|refundirano|vraćeno|neuspešno|отказано|отказан|поништено|сторнирано|рефундирано|враћено|
    неуспешно|storniert|annulliert|abgebrochen|erstattet|rückerstattet|fehlgeschlagen|widerrufen|
    quotation|quotation sent|quote|draft|ponudba|osnutek|προσφορά|πρόχειρο|пропозиція|чернетка|tilbud|utkast|
    angebot|entwurf|ponuda|nacrt|понуда|нацрт"""
_AHEAD = """to do|todo|planned|scheduled|open|not started|not held|no show|no|false|0|načrtovano|odprto|
    προγραμματισμένη|заплановано|planlagt|geplant|offen|planirano|планирано"""
_MOST_REMEMBERED = 10_000


def _words(text: str) -> frozenset[str]:
    return frozenset(map(plain, text.split("|")))


_WON_WORDS, _LOST_WORDS, _VOID_WORDS, _AHEAD_WORDS = map(_words, (_WON, _LOST, _VOID, _AHEAD))


class Counting:
    """Reads the column that tells how a deal, an order or an activity came out. ``told``: it told so of a row."""

    def __init__(self, source: Source, mapping: Mapping, column: int) -> None:
        self.column, self.told = column, False
        self._amount = mapping.column("amount")
        if mapping.kind is Kind.INTERACTIONS:
            self._fault = _of_activity
        else:
            self._fault = _of_deal if _are_deals(source, column) else _of_order
        self._known: dict[str, Fault | None] = {}

    def __call__(self, cells: Sequence[str]) -> Fault | None:
        """Why this row does not count."""
        text = cells[self.column] if self.column < len(cells) else ""
        if text not in self._known:
            if len(self._known) == _MOST_REMEMBERED:
                self._known.clear()
            self._known[text] = self._fault(plain(text))
        fault = self._known[text]
        if fault is None:
            return None
        self.told = True
        return None if fault is Fault.NOT_COUNTED and self._is_paid_back(cells) else fault

    def _is_paid_back(self, cells: Sequence[str]) -> bool:
        """The row is itself the refund: its amount has a minus."""
        amount = cells[self._amount] if self._amount is not None and self._amount < len(cells) else ""
        return amount.lstrip().startswith(("-", "−", "("))


def counting_of(source: Source, mapping: Mapping) -> Counting | None:
    """What reads the column of a file that has one."""
    column = mapping.column("status")
    return None if column is None else Counting(source, mapping, column)


def _are_deals(source: Source, column: int) -> bool:
    """The names of the columns say so, or the column itself: of orders nobody says that they were won or lost."""
    if any(not {"deal", "close date"}.isdisjoint(meanings(header)) for header in source.header):
        return True
    said = {plain(row.cells[column]) for row in source.sample if column < len(row.cells)}
    return not said.isdisjoint((_WON_WORDS | _LOST_WORDS) - _words(_YES))


def _of_deal(word: str) -> Fault | None:
    return None if word in _WON_WORDS else Fault.NOT_WON


def _of_activity(word: str) -> Fault | None:
    return Fault.NOT_HAPPENED if word in _AHEAD_WORDS | _VOID_WORDS else None


def _of_order(word: str) -> Fault | None:
    return Fault.NOT_COUNTED if word in _VOID_WORDS else None
