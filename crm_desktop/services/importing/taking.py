"""Decides of every checked row whether it adds something to the workspace or is there already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.i18n import tr
from crm_desktop.services.importing.changes import Diary
from crm_desktop.services.importing.checked import Values, values_at
from crm_desktop.services.importing.kinds import FIELDS, Kind
from crm_desktop.services.importing.matching import AccountBook, People, Ref
from crm_desktop.services.importing.resolving import creates
from crm_desktop.services.importing.settings import Mode
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

# The columns of the table that each kind's values fill, in the order of the kind's fields.
EVENT_COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.INTERACTIONS: (
        "account_id", "day", "kind", "direction", "department", "contact_id", "who", "subject", "notes", "minutes"
    ),
    Kind.PURCHASES: ("account_id", "day", "amount", "currency", "what", "reference", "refund"),
    Kind.RATINGS: ("account_id", "day", "score", "touchpoint", "dimension", "comment", "contact_id"),
    Kind.FOLLOW_UPS: ("account_id", "what", "due", "done_on"),
}  # fmt: skip
EVENT_TABLES: dict[Kind, type[tables.Table]] = {
    Kind.INTERACTIONS: tables.Interaction,
    Kind.PURCHASES: tables.Purchase,
    Kind.RATINGS: tables.Rating,
    Kind.FOLLOW_UPS: tables.FollowUp,
}
ACCOUNT_COLUMNS = (
    "name", "tier", "industry", "address", "phone", "email", "website", "owner", "since", "notes", "tags"
)  # fmt: skip


class Taken(NamedTuple):
    """How many rows add something, and the events that they add, by kind."""

    rows: int
    events: dict[Kind, Sequence[Values]]


class EventIntake:
    """Takes interactions, purchases or ratings.

    A row is a duplicate as often as the workspace has its like: the same file twice changes nothing, and a thousand
    equal purchases in one file are a thousand purchases.
    """

    def __init__(
        self, store: Store, kind: Kind, mode: Mode | None = None, shared: tuple[AccountBook, People] | None = None
    ) -> None:
        self.book, self.people = shared or (AccountBook(store, self.met, mode), People(store))
        self.touched: set[Ref] = set()
        self.conflicts = 0
        self.diary = Diary()
        self._mode = mode
        self._store = store
        self._kind = kind
        self._query = (
            f"SELECT {', '.join(EVENT_COLUMNS[kind])} FROM {EVENT_TABLES[kind]._meta.table_name}"
            " WHERE account_id = ? AND deleted_at IS NULL"
        )
        names = [field.name for field in FIELDS[kind]]
        self._contact = names.index("contact") if "contact" in names else None
        self._known: dict[tuple[Any, ...], int] = {}

    def met(self, account: int) -> None:
        """The file names an account that the workspace has."""
        known = self._known
        for row in self._store.rows(self._query, (account,)):
            known[row] = known.get(row, 0) + 1

    def take(self, rows: Sequence[Values]) -> Taken:
        """The rows that the workspace does not have yet, the people in them found or kept to be created."""
        new = self.new(rows)
        return Taken(len(new), {self._kind: new})

    def new(self, rows: Sequence[Values]) -> Sequence[Values]:
        """The same as events alone."""
        if self._contact is not None:
            rows = [self._with_contact(row, place) for place, row in enumerate(rows)]
        if self._known:
            rows = [row for row in rows if self.is_new(row)]
        self.touched.update(values_at(rows, 0))
        return rows

    def _with_contact(self, row: Values, at: int) -> Values:
        place = self._contact or 0
        account, name = row[0], row[place]
        if not name:
            return (*row[:place], None, *row[place + 1 :])
        person = self.people.find(account, name)
        if person is None and not creates(self._mode):
            self.diary.place = at
            self.diary.doubt("contact", tr("“{name}” is not among the people here; kept without", name=name))
            return (*row[:place], None, *row[place + 1 :])
        person = person or self.people.add(account, [name, "", "", "", ""])
        return (*row[:place], person.ref, *row[place + 1 :])

    def is_new(self, row: Values) -> bool:
        """The workspace does not have it; each one of the workspace's stands for one row of the file."""
        left = self._known.get(row)
        if not left:
            return True
        self._known[row] = left - 1
        return False

    def forget(self) -> None:
        """Lets go of the workspace's rows: the file is read to its end."""
        self._known.clear()
