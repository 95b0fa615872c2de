"""Recognises what a file holds and which column is what; the person's own mapping comes first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crm_desktop.i18n import tr
from crm_desktop.services.importing import headers
from crm_desktop.services.importing.contents import looks_like
from crm_desktop.services.importing.kinds import (
    ADDRESS_PART,
    BESIDES,
    CLUES,
    FIELDS,
    KINDS,
    OF_SEVERAL,
    OTHER_EMAIL,
    OTHER_PHONE,
    Field,
    Kind,
    fields_of,
    only_clues,
)
from crm_desktop.services.importing.reading import Source
from crm_desktop.services.importing.remembering import remembered
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.wording import give_setting, refusal
from crm_desktop.storage.store import Store

SKIPPED = ""
_AUTO = "auto"
_OTHERS = {"phone": OTHER_PHONE, "email": OTHER_EMAIL}
_NAMES_OF_ANYTHING = {"name", "navn", "ime", "naziv", "ονομα", "назва", "назив"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which field each column is; ``fields`` goes along the header, "" is a column left out."""

    kind: Kind
    fields: tuple[str, ...]

    @property
    def guessed(self) -> int:
        """How many columns are mapped."""
        return sum(field != SKIPPED for field in self.fields)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that this kind must have and no column is."""
        given = {*self.fields, *(["name"] if self.name_in_parts else []), *(["account"] if self.clues else [])}
        return tuple(field.name for field in fields_of(self.kind) if field.required and field.name not in given)

    @property
    def clues(self) -> tuple[str, ...]:
        """The columns that tell whose a row is, beside the name of the account or instead of it."""
        return tuple(name for name in CLUES if name in self.fields) if only_clues(self.kind) else ()

    @property
    def name_in_parts(self) -> bool:
        """A person's name stands in two columns."""
        return self.kind is Kind.CONTACTS and not {"first_name", "last_name"}.isdisjoint(self.fields)

    @property
    def notes_others(self) -> bool:
        """A row has notes, which keep its numbers and addresses beyond the first."""
        return self.kind in (Kind.ACCOUNTS, Kind.CONTACTS)

    @property
    def read_fields(self) -> tuple[Field, ...]:
        """The fields whose values a row is read into, in their order: those of the kind, then what comes besides."""
        told = set(self.fields) - set(only_clues(self.kind))
        if self.name_in_parts:
            told |= {"first_name", "last_name"}
        if ADDRESS_PART in told:
            told.add("address")
        return FIELDS[self.kind] + tuple(f for f in BESIDES.get(self.kind, ()) if f.reads and f.name in told)

    def column(self, field: str) -> int | None:
        """The column of a field."""
        return self.fields.index(field) if field in self.fields else None

    def with_field(self, column: int, field: str) -> Mapping:
        """The mapping with one column changed; another column that was this field is left out."""
        fields = [SKIPPED if other == field and field not in OF_SEVERAL else other for other in self.fields]
        fields[column] = field
        return replace(self, fields=tuple(fields))


def propose_mapping(
    source: Source, kind: str = _AUTO, settings: ImportSettings | None = None, *, store: Store | None = None
) -> Mapping:
    """What the headers say, after what the settings say. A field may stay unmapped: see ``Mapping.missing``.

    With the ``store``, columns that were matched by hand once are matched so again, unless the settings say more.

    Raises ``UserError`` for an unknown kind, and for a mapping in the settings that does not fit the file.
    """
    if kind not in (_AUTO, *KINDS):
        raise refusal(
            tr("There is no kind “{kind}”.", kind=kind), tr("The kinds are: {kinds}.", kinds=", ".join((_AUTO, *KINDS)))
        )
    if store is not None and not (settings and settings.mapping):
        known = remembered(store, source)
        if known is not None and kind in (_AUTO, known[0]):
            return Mapping(*known)
    told = _told(source, settings or ImportSettings())
    chosen = _recognised(source, told) if kind == _AUTO else Kind(kind)
    return _without_doubtful(source, _filled(source, chosen, told), told, settings or ImportSettings())


def _told(source: Source, settings: ImportSettings) -> dict[int, str]:
    """Column -> field of the mapping that was given."""
    columns = {headers.plain(header): column for column, header in enumerate(source.header)}
    exact = {header.strip(): column for column, header in enumerate(source.header)}
    told: dict[int, str] = {}
    for header, field in settings.mapping.items():
        column = exact.get(header.strip(), columns.get(headers.plain(header)))
        if column is None:
            raise refusal(
                tr("{file} has no column “{header}”.", file=source.name, header=header),
                tr("Its columns are: {headers}.", headers=_listed(source.header)),
            )
        if field and field not in OF_SEVERAL and field in told.values():
            raise refusal(
                tr("Two columns are mapped to “{field}”.", field=field), tr("Map one of them to “”, to leave it out.")
            )
        told[column] = field
    return told


def _recognised(source: Source, told: dict[int, str]) -> Kind:
    """The kind whose necessary columns are all there; the most telling kind first."""

    def has(kind: Kind, *extra: str) -> bool:
        mapping = _filled(source, kind, told, strict=False)
        return not mapping.missing and all(name in mapping.fields for name in extra)

    if has(Kind.CONTACTS, "company"):
        return Kind.CONTACTS
    if has(Kind.PURCHASES):
        return Kind.PURCHASES
    if has(Kind.RATINGS):
        return Kind.RATINGS
    # The day on which the row of a customer or of a person was made is no talk, though the row has notes.
    telling = ("kind", "subject", "direction", *([] if _is_of_whom(source, told) else ["notes"]))
    if any(has(Kind.INTERACTIONS, "account", extra) for extra in telling) or (
        # A list of people has addresses, days and notes too.
        any(has(Kind.INTERACTIONS, extra) for extra in ("kind", "direction")) and not has(Kind.CONTACTS)
    ):
        return Kind.INTERACTIONS
    if has(Kind.CONTACTS, "account"):
        return Kind.CONTACTS
    if has(Kind.ACCOUNTS) or not has(Kind.CONTACTS):
        return Kind.ACCOUNTS
    return Kind.CONTACTS


def _is_of_whom(source: Source, told: dict[int, str]) -> bool:
    """The rows are people or accounts: both names of a person have a column, or only their making has a day."""
    day = _filled(source, Kind.INTERACTIONS, told, strict=False).column("date")
    made = day is not None and headers.plain(source.header[day]) in headers.MADE_ON
    return made or (_names(source, "first_name") and _names(source, "last_name"))


def _filled(source: Source, kind: Kind, told: dict[int, str], *, strict: bool = True) -> Mapping:
    known = {field.name for field in fields_of(kind)}
    fields = [SKIPPED] * len(source.header)
    for column, field in told.items():
        if field in known or not field:
            fields[column] = field
        elif strict:
            raise refusal(
                tr("{kind} have no field “{field}”.", kind=str(kind), field=field),
                tr("The fields are: {names}.", names=", ".join(f.name for f in fields_of(kind))),
            )
    # A price of one piece is no amount, though it tells that these are purchases.
    counted = strict and _names(source, "quantity")
    # Nor is any day of a deal one of buying, where nothing tells that it was won.
    unsaid = (
        strict and "status" not in told.values() and not _names(source, "status") and not _names(source, "won time")
    )
    deals = _names(source, "deal")
    # Of "Business Phone" and "Mobile Phone" the one that holds something, else the one with the better name.
    offers = sorted(
        (not _cells(source, column), rank, column, field)
        for column, header in enumerate(source.header)
        if column not in told
        for meanings in [_meanings(header, kind)]
        for field, rank in meanings.items()
        if field in known
        and not (counted and field == "amount" and "unit price" in meanings)
        and not (unsaid and field == "date" and (deals or "close date" in meanings))
    )
    for _, _, column, field in offers:
        if fields[column] == SKIPPED and (field not in fields or field in OF_SEVERAL):
            fields[column] = field
        elif fields[column] == SKIPPED and _OTHERS.get(field) in known:
            fields[column] = _OTHERS[field]
    if kind is Kind.PURCHASES and "account" not in fields and _name_is_customers(source, fields):
        for column, header in enumerate(source.header):
            if headers.plain(header) in _NAMES_OF_ANYTHING and column not in told and fields[column] == SKIPPED:
                fields[column] = "account"
                break
    return Mapping(kind, tuple(fields))


def _name_is_customers(source: Source, fields: list[str]) -> bool:
    """The only name in a list of what was bought is that of a customer, no deal, order or product is called so."""
    of_other = ("deal", "status", "quantity")
    return _names(source, "invoice") or not (
        set(fields) & set(CLUES) or any(_names(source, meaning) for meaning in of_other)
    )


def _without_doubtful(source: Source, mapping: Mapping, told: dict[int, str], settings: ImportSettings) -> Mapping:
    """Leaves out what was guessed to come besides, where the cells or the other columns do not bear it out."""
    needs = {"role": "name", "touchpoint": "score", "comment": "score"}
    besides = {field.name for field in BESIDES.get(mapping.kind, ())}
    for column, field in enumerate(mapping.fields):
        if field not in besides or column in told:
            continue
        lonely = field in needs and needs[field] not in mapping.fields
        if lonely or not looks_like(field, _cells(source, column), settings):
            mapping = mapping.with_field(column, SKIPPED)
    return mapping


def _names(source: Source, meaning: str) -> bool:
    """A column is called so that it can mean this."""
    return any(meaning in headers.meanings(header) for header in source.header)


def _cells(source: Source, column: int) -> list[str]:
    return [row.cells[column] for row in source.sample if column < len(row.cells) and row.cells[column].strip()]


def _meanings(header: str, kind: Kind) -> dict[str, int]:
    """What a header can mean in a file of this kind: a person in a list of calls is the contact, a name the account."""
    found = dict(headers.meanings(header))
    person = found.pop("name", None)
    if person is not None:
        if kind is Kind.CONTACTS or (kind is Kind.PURCHASES and headers.plain(header) not in _NAMES_OF_ANYTHING):
            found["name"] = person
        elif "contact" in {field.name for field in FIELDS[kind]}:
            found.setdefault("contact", person)
        elif kind is Kind.ACCOUNTS and headers.plain(header) in _NAMES_OF_ANYTHING:
            found.setdefault("account", 1_000)
    if kind is Kind.PURCHASES and found.get("comment", 0) >= headers.ANY_NOTE:
        del found["comment"]
    return found


def complete(source: Source, mapping: Mapping) -> None:
    """Refuses a mapping without the columns that its kind cannot do without."""
    if not mapping.missing:
        return
    field = mapping.missing[0]
    telling = "close date" if _names(source, "close date") else "date" if _names(source, "deal") else None
    closed = next((header for header in source.header if telling in headers.meanings(header)), None)
    if field == "date" and mapping.kind is Kind.PURCHASES and closed is not None:
        raise refusal(
            tr("{file} holds deals, and no column tells which of them were won.", file=source.name),
            tr("Export them with their stage or status. If all of them were won:")
            + " "
            + give_setting(f'{{"mapping": {{"{closed}": "date"}}}}'),
        )
    left = [
        (header, _cells(source, column))
        for column, (header, chosen) in enumerate(zip(source.header, mapping.fields, strict=True))
        if header and not chosen and "quantity" not in headers.meanings(header)
    ]
    likely = (header for header, cells in left if cells and looks_like(field, cells, ImportSettings()))
    example = next(likely, left[0][0] if left else tr("Header"))
    others = [sheet for sheet in source.sheets if sheet != source.sheet]
    choices = [f'{{"mapping": {{"{example}": "{field}"}}}}'] if left or not others else []
    choices += [f'{{"sheet": "{sheet}"}}' for sheet in others[:1]]
    raise refusal(
        tr(
            "No column of {file} can be recognised as “{field}”, which {kind} need.",
            file=source.name,
            field=field,
            kind=str(mapping.kind),
        ),
        tr("Its columns are: {headers}.", headers=_listed(source.header))
        + " "
        + give_setting(tr(" or ").join(choices)),
    )


def _listed(header: tuple[str, ...]) -> str:
    shown = ", ".join(name or "–" for name in header[:12])
    return shown + (" …" if len(header) > 12 else "")
