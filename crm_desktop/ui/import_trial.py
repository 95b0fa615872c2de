"""One trial run of an import, in the worker: read, map, check; what would happen, or what must be told first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crm_desktop.app import App
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services import importing
from crm_desktop.services.importing import (
    EmptySheetError,
    ImportCancelled,
    ImportSettings,
    Kind,
    Mapping,
    Plan,
    Problem,
    RejectedRow,
    Row,
    Source,
    UnclearEncodingError,
    field_label,
)
from crm_desktop.ui.widgets.import_cells import Mark, Marks
from crm_desktop.ui.widgets.import_problems import Look
from crm_desktop.ui.widgets.reading_choices import here

_TOLD_BY_HAND = ("date_order", "decimal", "currency", "score_scale", "encoding", "delimiter")
MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Request:
    """What to try: ``kind`` "auto" lets the file tell; ``fields`` along the header, ``None`` lets the names tell.

    ``pasted``: the table itself, where it was copied; ``path`` is then its name only.
    """

    path: Path
    pasted: str | None = None
    kind: str = "auto"
    fields: tuple[str, ...] | None = None
    settings: ImportSettings = field(default_factory=ImportSettings)
    by_hand: frozenset[str] = frozenset()
    """The settings, and "kind", chosen for this file: what was told for others like it does not count then."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: a plan, or a refusal with as much of the file as could be read before."""

    request: Request
    source: Source | None = None
    mapping: Mapping | None = None
    plan: Plan | None = None
    refusal: UserError | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """The settings that would make the file readable; the refusal names them as a script would give them."""
        do = self.refusal.do if self.refusal else ""
        return tuple(name for name in _TOLD_BY_HAND if name in do)

    @property
    def samples(self) -> dict[str, str]:
        """By encoding a word as it would be read, where several are possible."""
        return self.refusal.samples if isinstance(self.refusal, UnclearEncodingError) else {}

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of the columns that this kind of file needs and that are not chosen yet."""
        return tuple(field_label(name) for name in self.mapping.missing) if self.mapping else ()

    @property
    def elsewhere(self) -> bool:
        """Nothing in the sheet that was read can be imported as it stands, and there are others."""
        to_import = self.plan is not None and self.plan.imported
        return self.source is not None and len(self.source.sheets) > 1 and not self.asked and not to_import

    @property
    def sentence(self) -> str:
        """Why nothing can be imported yet, for a person who has the choice beside it; empty when it can."""
        if self.missing:
            fields = ", ".join(self.missing)
            if self.elsewhere:
                return tr("Choose another sheet, or above the data which column is: {fields}.", fields=fields)
            return tr("Choose above the data which column is: {fields}.", fields=fields)
        if self.refusal is None:
            return ""
        if isinstance(self.refusal, EmptySheetError):
            return f"{self.refusal.what} {self.refusal.safe}"
        if not self.asked:
            return str(self.refusal)
        if "delimiter" in self.asked:
            return f"{self.refusal.what} {tr('Put that right in the file, or choose what stands between the columns:')}"
        return f"{self.refusal.what} {tr('Please choose:')}"


def name_of(source: Source) -> str:
    """The name of the file, and of its sheet where there are several."""
    if len(source.sheets) < 2:
        return source.name
    return tr("{file}, sheet “{sheet}”", file=source.name, sheet=source.sheet)


def try_out(
    app: App, request: Request, *, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> Trial | None:
    """Reads, maps and checks the file; writes nothing. ``None`` when it was cancelled on the way."""
    trial = Trial(request)
    try:
        if request.pasted is None:
            source = importing.read_source(request.path, request.settings, app.today)
        else:
            source = importing.read_pasted(request.pasted, request.settings)
        names = {"mode", "country", "currency"} - request.by_hand
        request = replace(request, settings=importing.as_before(app.store, source, request.settings, names))
        trial = Trial(request, source)
        mapping = _mapping(app, source, request)
        if request.settings.mode is None and "mode" not in request.by_hand:
            own = importing.mode_of_own_file(app.store, source, mapping)
            request = replace(request, settings=replace(request.settings, mode=own))
        trial = Trial(request, source, mapping)
        if mapping.missing:
            return trial
        plan = importing.plan_import(
            app.store, source, mapping, request.settings, today=app.today, progress=progress, cancelled=cancelled
        )
    except ImportCancelled:
        return None
    except UserError as error:
        return Trial(request, trial.source, trial.mapping, refusal=error)
    return Trial(request, source, mapping, plan)


def _mapping(app: App, source: Source, request: Request) -> Mapping:
    if request.fields is not None and len(request.fields) == len(source.header):
        return Mapping(Kind(request.kind), request.fields)
    return importing.propose_mapping(source, request.kind, request.settings, store=app.store)


def rows_to_show(trial: Trial, before: Sequence[Row]) -> list[Row]:
    """The sample, then the bad rows below it, and those that were corrected there (as ``before`` has them)."""
    if trial.source is None:
        return []
    rows = {row.number: row for row in trial.source.sample}
    for rejected in trial.plan.rejected[:MOST_LISTED] if trial.plan else ():
        if rejected.cells:
            rows.setdefault(rejected.row, Row(rejected.row, rejected.cells))
    corrections = trial.request.settings.corrections
    for row in before:
        if row.number in corrections and row.number not in rows:
            edits = corrections[row.number]
            cells = [*row.cells, *[""] * (max(edits) + 1 - len(row.cells))]
            rows[row.number] = Row(row.number, [edits.get(column, cell) for column, cell in enumerate(cells)])
    return [rows[number] for number in sorted(rows)]


def marks_of(plan: Plan | None) -> Marks:
    """The cells that need a look; what leaves a row out goes before what does not."""
    if plan is None:
        return {}
    marks = {(doubt.row, doubt.column): Mark("watch", doubt.reason) for doubt in _doubts(plan)}
    for rejected in plan.rejected[:MOST_LISTED]:
        for problem in rejected.problems:
            marks[problem.row, problem.column] = Mark("risk", here(problem.reason))
    return marks


def looks_of(plan: Plan | None, shown: Sequence[Row]) -> list[Look]:
    """The rows that need a look, in the order of the file, at most ``MOST_LISTED`` of each sort."""
    if plan is None:
        return []
    shown_here = {row.number for row in shown}
    looks = [
        Look(row.row, next((p.column for p in row.problems), None), _reason(row), "risk", row.row in shown_here)
        for row in plan.rejected[:MOST_LISTED]
    ]
    looks += [Look(doubt.row, doubt.column, doubt.reason, "watch", doubt.row in shown_here) for doubt in _doubts(plan)]
    return sorted(looks, key=lambda look: look.number)


def _reason(row: RejectedRow) -> str:
    return "; ".join(here(problem.reason) for problem in row.problems) or row.reason


def rows_to_look_at(plan: Plan) -> int:
    """How many rows need a look, be they listed or not."""
    return len(plan.rejected) + (plan.doubts_total if plan.imported else 0)


def _doubts(plan: Plan) -> Sequence[Problem]:
    """The doubts about rows that would be imported: where none would be, all of them are here already."""
    return plan.doubts if plan.imported else ()
