"""The detectors on bare files: a purchase or rating log in, one scored row per account out, no workspace needed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr

Value = TypeVar("Value")


class Analysed(NamedTuple):
    """One account: order by `score`, explain by `surprise`."""

    account: str
    score: float
    p: float
    surprise: float


def analyse_purchases(path: Path, as_of: date) -> list[Analysed]:
    """Rows account,date,amount: how likely each account is to be leaving, seen from `as_of`; the most likely first.

    Later rows do not count, nor do amounts below zero. Without an amount column every row is a purchase.
    Accounts without any purchase by then are left out. Raises UserError naming the row that cannot be read.
    """
    from crm_desktop.domain import experience, rhythm

    rows = _Columns(path, required=("account", "date"), optional=("amount",))
    log = rhythm.pack(rows.accounts(), rows.days(), rows.numbers("amount", missing=1.0), accounts=len(rows.names))
    today = day_number(as_of)
    log = rhythm.until(log, today)
    known = rhythm.recent(log)
    population = experience.learn(log, today, rhythm.fit_population(known, today))
    found = rhythm.measure(known, today, population)
    return _ranked(
        rows.names, known.purchases.tolist(), found.score.tolist(), found.probability.tolist(), found.surprise.tolist()
    )


def analyse_ratings(path: Path, as_of: date) -> list[Analysed]:
    """Rows account,date,score,touchpoint,rater: how likely each account's ratings have fallen; most likely first.

    Later rows do not count; touchpoint and rater may be missing. Raises UserError naming the row that cannot be read.
    """
    from crm_desktop.domain import satisfaction

    rows = _Columns(path, required=("account", "date", "score"), optional=("touchpoint", "rater"))
    ratings = satisfaction.pack_ratings(
        rows.accounts(),
        rows.days(),
        rows.numbers("score", missing=0.0),
        touchpoint=rows.texts("touchpoint"),
        rater=rows.texts("rater"),
        accounts=len(rows.names),
    )
    known = satisfaction.ratings_until(ratings, day_number(as_of))
    found = satisfaction.measure_ratings(known, satisfaction.fit_rating_habits(known))
    return _ranked(
        rows.names, found.ratings.tolist(), found.score.tolist(), found.probability.tolist(), found.surprise.tolist()
    )


def _ranked(
    names: Sequence[str],
    seen: Sequence[int],
    scores: Sequence[float],
    chances: Sequence[float],
    surprises: Sequence[float],
) -> list[Analysed]:
    answers = [
        Analysed(account=name, score=score, p=p, surprise=surprise)
        for name, count, score, p, surprise in zip(names, seen, scores, chances, surprises, strict=True)
        if count
    ]
    return sorted(answers, key=lambda answer: (-answer.score, answer.account))


class _Columns:
    """The columns of a CSV file by their names; row numbers in errors are those of a spreadsheet (header = row 1)."""

    def __init__(self, path: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
        self.path = path
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file)
                header = [name.strip().casefold() for name in next(reader, [])]
                self._rows = [(reader.line_num, row) for row in reader if row]
        except OSError as error:
            raise UserError(tr("{file} cannot be read: {cause}.", file=path, cause=error.strerror)) from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise UserError(
                tr("{file} is not a CSV file in UTF-8.", file=path), do=tr("Save it as CSV (UTF-8).")
            ) from error
        missing = [name for name in required if name not in header]
        if missing:
            raise UserError(
                tr("{file} has no column {columns}.", file=path.name, columns=" or ".join(missing)),
                do=tr("The first row must name the columns {columns}.", columns=", ".join(required + optional)),
            )
        self._at = {name: header.index(name) for name in required + optional if name in header}
        for number, row in self._rows:
            if len(row) <= max(self._at[name] for name in required):
                raise UserError(tr("{file}, row {row}: a column is missing.", file=path.name, row=number))
        self.names: list[str] = []

    def accounts(self) -> list[int]:
        """The index of each row's account in `names`, which this fills in order of first appearance."""
        index: dict[str, int] = {}
        found = [index.setdefault(name, len(index)) for _, name in self._cells("account")]
        self.names = list(index)
        return found

    def days(self) -> list[int]:
        return self._read("date", lambda text: day_number(date.fromisoformat(text[:10])), tr("a date like 2026-03-31"))

    def numbers(self, column: str, *, missing: float) -> list[float]:
        if column not in self._at:
            return [missing] * len(self._rows)
        return self._read(column, float, tr("a number"))

    def texts(self, column: str) -> list[str]:
        return [text for _, text in self._cells(column)] if column in self._at else [""] * len(self._rows)

    def _cells(self, column: str) -> Iterator[tuple[int, str]]:
        at = self._at[column]
        return ((number, row[at].strip() if at < len(row) else "") for number, row in self._rows)

    def _read(self, column: str, convert: Callable[[str], Value], meant: str) -> list[Value]:
        # Dates and amounts repeat a lot: each text is converted once.
        known: dict[str, Value] = {}
        values = []
        for number, text in self._cells(column):
            if text not in known:
                try:
                    known[text] = convert(text)
                except ValueError as error:
                    raise UserError(
                        tr(
                            "{file}, row {row}: {text} is not {meant}.",
                            file=self.path.name,
                            row=number,
                            text=repr(text),
                            meant=meant,
                        )
                    ) from error
            values.append(known[text])
        return values
