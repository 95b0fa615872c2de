"""Takes down what is worth a look in rows that are imported: days to come, odd letters, numbers left as typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from crm_desktop.domain.contact_points import SEVERAL, is_email, several_points
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.lookalikes import as_latin, looks_latin, mixed_word
from crm_desktop.i18n import tr
from crm_desktop.services.importing.appointments import AppointmentIntake
from crm_desktop.services.importing.changes import MOST_KEPT, Change, Noted
from crm_desktop.services.importing.checked import Values, values_at
from crm_desktop.services.importing.columns import Formats
from crm_desktop.services.importing.kinds import Kind
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.services.importing.phones import needs_country
from crm_desktop.services.importing.results import Problem
from crm_desktop.services.importing.several import Intake, SeveralIntake
from crm_desktop.services.importing.taking import EventIntake
from crm_desktop.services.importing.wording import shortened

_MOST_DOUBTS = 1_000
_LOST = "\N{REPLACEMENT CHARACTER}"
_DAY = 1


class Notices:
    """What one trial run notices, block by block. ``doubts`` are the first thousand; the counts are of all."""

    def __init__(self, mapping: Mapping, formats: Formats, intake: Intake, today: date) -> None:
        self.intake, self.formats, self.today = intake, formats, today
        self.doubts: list[Problem] = []
        self.changes: list[Change] = []
        self.rows_doubted = self.changes_total = self.future = self.as_typed = 0
        self.odd: list[tuple[int, str]] = []
        """Rows and names whose letters are of another script than they look."""
        self.damaged: list[tuple[int, str]] = []
        """Rows and names that hold the sign for a letter that somebody could not read."""
        self._mapping = mapping
        events = isinstance(intake, EventIntake | SeveralIntake) and not isinstance(intake, AppointmentIntake)
        self._latest = day_number(today + timedelta(days=1)) if events else None
        names = [field.name for field in mapping.read_fields]
        self._phone, self._email = (names.index(name) if name in names else None for name in ("phone", "email"))
        self._name = mapping.column("name") if "name" in mapping.fields else None
        self._account = mapping.column("account")
        self._seen: set[str] = set()
        self._odd_known = 0
        self._alone: list[tuple[Problem, str]] = []

    def looks_at(self, values: Sequence[Values]) -> bool:
        """Whether the block may hold anything to take down; most hold nothing."""
        diary = self.intake.diary
        late = self._latest is not None and bool(values) and max(values_at(values, _DAY)) > self._latest
        known = bool(diary.changes or diary.doubts or diary.left)
        names = self._name is not None or self._mapping.kind is Kind.ACCOUNTS
        points = self._phone is not None or self._email is not None
        return late or known or names or points or len(self.intake.book.odd) > self._odd_known

    def note(
        self,
        numbers: Sequence[int],
        rows: Sequence[Sequence[str]],
        values: Sequence[Values],
        good: Sequence[int],
    ) -> None:
        """Takes down the block; ``good`` are the places in it of the rows that could be read."""
        diary, found = self.intake.diary, list[Problem]()
        found += [
            self.problem(numbers[good[noted.place]], rows[good[noted.place]], noted)
            for noted in diary.doubts
            if noted.place not in diary.left
        ]
        if self._latest is not None:
            for at, row in enumerate(values):
                if row[_DAY] > self._latest:
                    self.future += 1
                    noted = Noted(at, "date", tr("This day is still to come"))
                    found.append(self.problem(numbers[good[at]], rows[good[at]], noted))
        points = [*self._several_points(rows, good), *self._no_points(values)]
        found += [self.problem(numbers[good[odd.place]], rows[good[odd.place]], odd) for odd in points]
        found += self._letters(numbers, rows, good)
        self.rows_doubted += len({problem.row for problem in found})
        self.doubts += found[: _MOST_DOUBTS - len(self.doubts)]
        self.changes_total += len(diary.changes)
        room = MOST_KEPT - len(self.changes)
        self.changes += [change._replace(row=numbers[good[change.row]]) for change in diary.changes[:room]]

    def left_out(self) -> Iterator[tuple[int, Noted]]:
        """What the intake left out of the block, by the place among the rows that could be read."""
        yield from sorted(self.intake.diary.left.items())

    def problem(self, number: int, cells: Sequence[str], noted: Noted) -> Problem:
        """A note as the page lists it."""
        column = self._mapping.column(noted.field)
        text = cells[column] if column is not None and column < len(cells) else ""
        return Problem(number, column, shortened(text), noted.sentence)

    def _several_points(self, rows: Sequence[Sequence[str]], good: Sequence[int]) -> Iterator[Noted]:
        """Cells with more than one address or number, of which the first is taken."""
        for field in ("email", "phone") if not self._mapping.notes_others else ():
            column = self._mapping.column(field)
            if column is None:
                continue
            texts = [rows[place][column] if column < len(rows[place]) else "" for place in good]
            if SEVERAL not in "\n".join(texts):
                continue
            for at, text in enumerate(texts):
                if others := several_points(text)[1:]:
                    left = tr("Only the first of several is kept: {others} is left out", others=", ".join(others))
                    yield Noted(at, field, left)

    def _no_points(self, values: Sequence[Values]) -> Iterator[Noted]:
        """Addresses and numbers that are none as they stand; nobody could write to them or call them."""
        phones = self.formats.phones
        for at, row in enumerate(values):
            email = row[self._email] if self._email is not None else ""
            if email and not is_email(email):
                yield Noted(at, "email", tr("This is no email address as it stands: kept as typed"))
            phone = row[self._phone] if self._phone is not None else ""
            if phones is None or not phones.is_doubtful(phone):
                continue
            if not needs_country((phone,)):
                yield Noted(at, "phone", tr("This is no telephone number as it stands: kept as typed"))
                continue
            self.as_typed += 1
            if country := phones.country.code:
                yield Noted(at, "phone", tr("This is no telephone number of {country}: kept as typed", country=country))

    def _letters(self, numbers: Sequence[int], rows: Sequence[Sequence[str]], good: Sequence[int]) -> list[Problem]:
        """Names of accounts and people with letters of another script than they look."""
        self._odd_known = len(self.intake.book.odd)
        found = []
        for field, column in (("account", self._account), ("name", self._name)):
            if column is None:
                continue
            for place in good:
                text = rows[place][column].strip() if column < len(rows[place]) else ""
                if not text.isascii() and _LOST in text:
                    self.damaged.append((numbers[place], text))
                if text.isascii() or text in self._seen or not (looks_latin(text) or mixed_word(text)):
                    continue
                self._seen.add(text)
                if (word := mixed_word(text)) is not None:
                    sentence = tr("“{word}” mixes letters of two scripts; it stays apart from its like", word=word)
                elif field == "account":
                    sentence = tr("Not “{name}”, whose letters look the same: it stays apart", name=as_latin(text))
                else:
                    continue
                problem = self.problem(numbers[place], rows[place], Noted(0, field, sentence))
                if word is None and not self.intake.book.has(as_latin(text)):
                    self._alone.append((problem, text))
                else:
                    self.odd.append((numbers[place], text))
                    found.append(problem)
        return found

    def finish(self) -> None:
        """The file is read to its end: what looks like a name that came only later is taken down too."""
        for problem, name in self._alone:
            if self.intake.book.has(as_latin(name)):
                self.odd.append((problem.row, name))
                self.rows_doubted += 1
                if len(self.doubts) < _MOST_DOUBTS:
                    self.doubts.append(problem)
