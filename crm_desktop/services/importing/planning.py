"""The trial run: reads and checks the whole file and says what importing it would do, without writing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import itemgetter

from crm_desktop.domain.dates import day_number
from crm_desktop.i18n import format_day, tr, tr_n
from crm_desktop.services import preferences
from crm_desktop.services.importing.checking import Checker
from crm_desktop.services.importing.columns import Formats, expected, readings, settled
from crm_desktop.services.importing.kinds import Kind, fields_of
from crm_desktop.services.importing.mapping import Mapping, complete
from crm_desktop.services.importing.reading import Source
from crm_desktop.services.importing.results import (
    Cancelled,
    ImportResult,
    Problem,
    Progress,
    RejectedRow,
    Watch,
)
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.several import Intake, SeveralIntake, intake_for
from crm_desktop.services.importing.taking import EventIntake
from crm_desktop.storage.store import Store

_CELLS_KEPT = 1_000
_LONGEST_ROW_KEPT = 10_000
_DAY = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Work:
    """What the trial run learnt and writing uses again."""

    checker: Checker
    intake: Intake
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What importing would do. ``imported`` + rejected + ``duplicates`` is always ``rows_total``.

    ``added`` counts, by kind, what the imported rows become: an order may bring a rating along.
    """

    source: Source
    mapping: Mapping
    settings: ImportSettings
    today: date
    rows_total: int
    imported: int
    duplicates: int
    rejected: tuple[RejectedRow, ...]
    doubts: tuple[Problem, ...]
    warnings: tuple[str, ...]
    readings: tuple[str, ...]
    new_accounts: int
    accounts_gaining: int
    new_contacts: int
    added: dict[Kind, int]
    work: Work = field(repr=False)

    @property
    def kind(self) -> Kind:
        """What the rows are."""
        return self.mapping.kind

    @property
    def label(self) -> str:
        """What the step is called in the journal: "Import 16,838 purchases from orders.csv"."""
        n, file = self.imported, self.source.name
        if len(self.added) > 1:
            return tr_n("Import {n} row from {file}", "Import {n} rows from {file}", n, file=file)
        if self.kind is Kind.ACCOUNTS:
            n = self.new_accounts + self.accounts_gaining
        match self.kind:
            case Kind.ACCOUNTS:
                return tr_n("Import {n} account from {file}", "Import {n} accounts from {file}", n, file=file)
            case Kind.CONTACTS:
                return tr_n("Import {n} contact from {file}", "Import {n} contacts from {file}", n, file=file)
            case Kind.INTERACTIONS:
                return tr_n("Import {n} interaction from {file}", "Import {n} interactions from {file}", n, file=file)
            case Kind.PURCHASES:
                return tr_n("Import {n} purchase from {file}", "Import {n} purchases from {file}", n, file=file)
            case Kind.RATINGS:
                return tr_n("Import {n} rating from {file}", "Import {n} ratings from {file}", n, file=file)

    def result(self, operation: int | None = None) -> ImportResult:
        """The result in the words of scripts; without an operation it is that of the trial run."""
        return ImportResult(
            outcome="imported",
            kind=self.kind,
            rows_total=self.rows_total,
            imported=self.imported,
            rejected=self.rejected,
            duplicates=self.duplicates,
            warnings=self.warnings,
            accounts_created=self.new_accounts,
            contacts_created=self.new_contacts,
            added={str(kind): n for kind, n in self.added.items()},
            operation=operation,
        )


def plan_import(
    store: Store,
    source: Source,
    mapping: Mapping,
    settings: ImportSettings,
    *,
    today: date,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Plan:
    """Checks every row and decides what becomes of it. Writes nothing.

    Raises ``UserError`` when the file is refused as a whole: it names the setting or the column that is missing.
    """
    complete(source, mapping)
    trial = _Trial(store, source, mapping, settings, today)
    currency = preferences.get(store).currency
    formats = expected(source, mapping, settings, currency)
    if formats is not None:
        plan = trial.run(formats, Watch(source.lines, progress, cancelled, 0, 1_000))
        if plan is not None:
            return plan
    formats = settled(source, mapping, settings, currency, Watch(source.lines, progress, cancelled, 0, 300))
    plan = trial.run(formats, Watch(source.lines, progress, cancelled, 300, 1_000))
    assert plan is not None, "formats that the whole file settled are not provisional"
    return plan


class _Trial:
    """One run through the rows that writes nothing."""

    def __init__(self, store: Store, source: Source, mapping: Mapping, settings: ImportSettings, today: date) -> None:
        self._store, self._source, self._mapping, self._settings = store, source, mapping, settings
        self._today = today
        self._settling = {
            mapping.fields.index(f.name)
            for f in fields_of(mapping.kind)
            if f.name in mapping.fields and (f.reads.endswith("day") or f.reads == "amount")
        }

    def run(self, formats: Formats, watch: Watch) -> Plan | None:
        """The plan, or ``None`` when a cell shows that provisional formats may not be right."""
        store, source, mapping, today = self._store, self._source, self._mapping, self._today
        revision = revision_of(store)
        intake = intake_for(store, mapping)
        checker = Checker(mapping, formats, self._settings, intake.book, typed=source.typed)
        total = imported = future = 0
        rejected: list[RejectedRow] = []
        doubts: list[Problem] = []
        events = intake if isinstance(intake, EventIntake | SeveralIntake) else None
        latest = day_number(today + timedelta(days=1)) if events else None
        for numbers, rows in source.blocks():
            watch(total)
            total += len(rows)
            bad: list[int] = []
            values = checker.values(rows, bad.append)
            for place in bad:
                row = _rejected(checker, numbers[place], rows[place], keep=len(rejected) < _CELLS_KEPT)
                if formats.provisional and any(p.column in self._settling and p.text for p in row.problems):
                    return None
                rejected.append(row)
            if latest is not None and values and max(map(_DAY, values)) > latest:
                good = sorted(set(range(len(rows))) - set(bad))
                late = [place for place, day in zip(good, map(_DAY, values), strict=True) if day > latest]
                future += len(late)
                doubts += [_future(mapping, numbers[place], rows[place]) for place in late]
                del doubts[_CELLS_KEPT:]
            imported += len(intake.take(values))
        if events:
            events.forget()
        new = sum(ref < 0 for ref in intake.touched)
        return Plan(
            source=source,
            mapping=mapping,
            settings=self._settings,
            today=today,
            rows_total=total,
            imported=imported,
            duplicates=total - imported - len(rejected),
            rejected=tuple(rejected),
            doubts=tuple(doubts),
            warnings=(*source.warnings, *_warnings(checker, intake, formats.currency, future, today)),
            readings=readings(mapping, formats, self._settings),
            new_accounts=new,
            accounts_gaining=len(intake.touched) - new,
            new_contacts=len(intake.people.unknown),
            added=dict(intake.added) if isinstance(intake, SeveralIntake) else {mapping.kind: imported},
            work=Work(checker, intake, revision),
        )


def revision_of(store: Store) -> int:
    """A number that every step, undo and redo raises."""
    return store.value("SELECT max(id) FROM operation") or 0


def _rejected(checker: Checker, number: int, cells: Sequence[str], *, keep: bool) -> RejectedRow:
    problems = checker.problems(number, cells)
    kept = tuple(cells) if keep and sum(map(len, cells)) <= _LONGEST_ROW_KEPT else ()
    return RejectedRow(number, "; ".join(problem.reason for problem in problems), problems, kept)


def _future(mapping: Mapping, number: int, cells: Sequence[str]) -> Problem:
    column = mapping.column("date") or 0
    return Problem(number, column, cells[column], tr("This day is still to come"))


def _warnings(checker: Checker, intake: Intake, currency: str, future: int, today: date) -> list[str]:
    found = []
    if future:
        found.append(
            tr_n(
                "{n} row has a date after {today}: it is kept, but does not count before that day.",
                "{n} rows have a date after {today}: they are kept, but do not count before that day.",
                future,
                today=format_day(today, "date"),
            )
        )
    if checker.assumed_currency:
        found.append(tr("No currency is told: the amounts were taken as {currency}.", currency=currency))
    if intake.conflicts:
        found.append(
            tr_n(
                "{n} value differs from what is known already; what was known was kept.",
                "{n} values differ from what is known already; what was known was kept.",
                intake.conflicts,
            )
        )
    if intake.book.alike:
        found.append(
            tr_n(
                "{n} name is that of more than one account, for example “{name}”: the oldest was taken.",
                "{n} names are those of more than one account, for example “{name}”: the oldest was taken.",
                len(intake.book.alike),
                name=intake.book.alike[0],
            )
        )
    return found
