"""What importing a file would do, as the trial run found it: shown before it is done, and then written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crm_desktop.i18n import tr_n
from crm_desktop.services.importing.changes import Change
from crm_desktop.services.importing.kept import KeptEvents
from crm_desktop.services.importing.kinds import Kind
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.services.importing.reading import Source
from crm_desktop.services.importing.results import ImportResult, Problem, RejectedRow
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.several import Intake


@dataclass(frozen=True, slots=True)
class Work:
    """What the trial run learnt and writing uses again."""

    intake: Intake
    events: KeptEvents
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
    doubts_total: int
    changes: tuple[Change, ...]
    changes_total: int
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
            case Kind.FOLLOW_UPS:
                return tr_n("Import {n} follow-up from {file}", "Import {n} follow-ups from {file}", n, file=file)

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
            doubts=self.doubts_total,
            changes=self.changes if operation is None else (),
            changes_total=self.changes_total,
            operation=operation,
        )
