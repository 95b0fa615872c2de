"""The trial run: reads and checks the whole file and says what importing it would do, without writing anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from crm_desktop.i18n import tr
from crm_desktop.services import preferences
from crm_desktop.services.importing import calendars
from crm_desktop.services.importing.appointments import AppointmentIntake
from crm_desktop.services.importing.changes import MOST_KEPT
from crm_desktop.services.importing.checked import Values
from crm_desktop.services.importing.checking import Checker
from crm_desktop.services.importing.columns import Formats, UnsettledError, expected, readings, settled
from crm_desktop.services.importing.counting import counting_of
from crm_desktop.services.importing.gaining import AccountIntake
from crm_desktop.services.importing.gaining_people import ContactIntake
from crm_desktop.services.importing.kept import KeptEvents
from crm_desktop.services.importing.kinds import Kind, fields_of
from crm_desktop.services.importing.mapping import Mapping, complete
from crm_desktop.services.importing.noticing import Notices
from crm_desktop.services.importing.phones import Phones
from crm_desktop.services.importing.plan import Plan, Work
from crm_desktop.services.importing.reading import Source
from crm_desktop.services.importing.remembering import as_before, told_settings
from crm_desktop.services.importing.results import (
    Cancelled,
    Problem,
    Progress,
    RejectedRow,
    Watch,
)
from crm_desktop.services.importing.sentences import warnings_of
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.several import Intake, SeveralIntake, intake_for
from crm_desktop.services.importing.skipping import SkippedColumns
from crm_desktop.services.importing.taking import EventIntake
from crm_desktop.services.importing.whom import Whom
from crm_desktop.services.importing.wording import Note
from crm_desktop.storage.store import Store

_CELLS_KEPT = 1_000
_LONGEST_ROW_KEPT = 10_000


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
    phone = mapping.column("phone")
    in_file = [row.cells[phone] for row in source.sample if phone is not None and phone < len(row.cells)]
    phones = Phones(store, settings.country, lambda: in_file)
    formats = expected(source, mapping, settings, currency, phones)
    if formats is not None:
        plan = trial.run(formats, Watch(source.lines, progress, cancelled, 0, 1_000))
        if plan is not None:
            return plan
    formats = None
    while formats is None:
        try:
            watch = Watch(source.lines, progress, cancelled, 0, 300)
            formats = settled(source, mapping, settings, currency, phones, watch)
        except UnsettledError as error:
            told = as_before(store, source, settings, (error.setting,))
            if told == settings:
                raise
            settings = told
            trial = _Trial(store, source, mapping, settings, today, as_last_time=[*trial.as_last_time, error.setting])
    plan = trial.run(formats, Watch(source.lines, progress, cancelled, 300, 1_000))
    assert plan is not None, "formats that the whole file settled are not provisional"
    return plan


class _Trial:
    """One run through the rows that writes nothing."""

    def __init__(
        self,
        store: Store,
        source: Source,
        mapping: Mapping,
        settings: ImportSettings,
        today: date,
        as_last_time: Sequence[str] = (),
    ) -> None:
        self.as_last_time = as_last_time
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
        intake = self._intake(formats)
        mode = self._settings.mode
        whom = Whom(store, intake.book, formats.phones, mode) if mapping.clues else None
        counting = counting_of(source, mapping)
        checker = Checker(
            mapping,
            formats,
            self._settings,
            intake.book,
            typed=source.typed,
            whom=whom,
            header=source.header,
            counting=counting,
        )
        if whom is not None:
            for _, rows in source.blocks():
                checker.gather(rows)
            whom.settle()
        if isinstance(intake, AccountIntake | ContactIntake) and intake.looks_ahead:
            intake.prepare(values for _, rows in source.blocks() for values in checker.values(rows, _passed_over))
        notices = Notices(mapping, formats, intake, today)
        skipped = SkippedColumns(source, mapping, self._settings.mapping)
        kept = KeptEvents(in_memory=bool(store.database.key))
        total = imported = 0
        rejected: list[RejectedRow] = []
        for numbers, rows in source.blocks():
            watch(total)
            total += len(rows)
            skipped.look(rows)
            bad: list[int] = []
            values = checker.values(rows, bad.append)
            for place in bad:
                row = _rejected(checker, numbers[place], rows[place], keep=len(rejected) < _CELLS_KEPT)
                if formats.provisional and any(p.column in self._settling and p.text for p in row.problems):
                    return None
                rejected.append(row)
            intake.diary.begin()
            taken = intake.take(values)
            imported += taken.rows
            for kind, events in taken.events.items():
                kept.keep(kind, events)
            rejected += self._noted(notices, numbers, rows, values, bad, keep=len(rejected) < _CELLS_KEPT)
        if isinstance(intake, EventIntake | SeveralIntake):
            intake.forget()
        notices.finish()
        new = sum(ref < 0 for ref in intake.touched)
        return Plan(
            source=source,
            mapping=mapping,
            settings=self._settings,
            today=today,
            rows_total=total,
            imported=imported,
            duplicates=total - imported - len(rejected),
            rejected=tuple(sorted(rejected)),
            doubts=tuple(notices.doubts),
            doubts_total=notices.rows_doubted,
            changes=tuple(notices.changes[:MOST_KEPT]),
            changes_total=notices.changes_total,
            warnings=(
                *source.warnings,
                *self._as_last_time(),
                *skipped.warnings(counting.column if counting is not None and counting.told else None),
                *warnings_of(notices, checker, whom),
            ),
            readings=readings(mapping, formats, self._settings),
            new_accounts=new,
            accounts_gaining=len(intake.touched) - new,
            new_contacts=len(intake.people.unknown),
            added=_added(intake, kept, mapping.kind, imported),
            work=Work(intake, kept, revision),
        )

    def _intake(self, formats: Formats) -> Intake:
        if self._mapping.kind is Kind.INTERACTIONS and (
            self._source.header == calendars.HEADER or "task" in self._mapping.fields
        ):
            return AppointmentIntake(self._store, self._today, self._settings.mode)
        return intake_for(self._store, self._mapping, self._source.header, formats.phones, self._settings.mode)

    def _as_last_time(self) -> list[str]:
        told = told_settings(self._settings)
        return [
            Note(
                tr("Read as the file before with the same columns."),
                name,
                script=tr(
                    "Read as the file before with the same columns: {setting}.", setting=json.dumps({name: told[name]})
                ),
            )
            for name in self.as_last_time
        ]

    def _noted(
        self,
        notices: Notices,
        numbers: Sequence[int],
        rows: Sequence[Sequence[str]],
        values: Sequence[Values],
        bad: list[int],
        *,
        keep: bool,
    ) -> list[RejectedRow]:
        """Takes down what is worth knowing about the block; the rows of it that the intake leaves out."""
        if not notices.looks_at(values):
            return []
        left_out = set(bad)
        good = [place for place in range(len(rows)) if place not in left_out] if bad else range(len(rows))
        notices.note(numbers, rows, values, good)
        found = []
        for at, noted in notices.left_out():
            problem = notices.problem(numbers[good[at]], rows[good[at]], noted)
            found.append(_row_left_out(problem, rows[good[at]], keep=keep))
        return found


def _added(intake: Intake, kept: KeptEvents, kind: Kind, imported: int) -> dict[Kind, int]:
    if isinstance(intake, AppointmentIntake):
        return {kind: n for kind, n in kept.counts.items() if n} or {kind: 0}
    return dict(kept.counts) if isinstance(intake, SeveralIntake) else {kind: imported}


def _passed_over(place: int) -> None:
    """A row that cannot be read; the run itself says so."""


def revision_of(store: Store) -> int:
    """A number that every step, undo and redo raises."""
    return store.value("SELECT max(id) FROM operation") or 0


def _rejected(checker: Checker, number: int, cells: Sequence[str], *, keep: bool) -> RejectedRow:
    problems = checker.problems(number, cells)
    return RejectedRow(number, "; ".join(problem.reason for problem in problems), problems, _kept(cells, keep=keep))


def _row_left_out(problem: Problem, cells: Sequence[str], *, keep: bool) -> RejectedRow:
    return RejectedRow(problem.row, problem.reason, (problem,), _kept(cells, keep=keep))


def _kept(cells: Sequence[str], *, keep: bool) -> tuple[str, ...]:
    return tuple(cells) if keep and sum(map(len, cells)) <= _LONGEST_ROW_KEPT else ()
