"""Says what a whole import should be told about, in sentences that stand above its rows."""

from __future__ import annotations

from crm_desktop.i18n import format_day, format_number, tr, tr_n
from crm_desktop.services.importing.checking import Checker
from crm_desktop.services.importing.columns import scale_words
from crm_desktop.services.importing.gaining_people import ContactIntake
from crm_desktop.services.importing.noticing import Notices
from crm_desktop.services.importing.whom import Whom
from crm_desktop.services.importing.wording import Note, shortened

_MOST_NAMED = 5


def warnings_of(notices: Notices, checker: Checker, whom: Whom | None) -> list[str]:
    """What the whole import should be told about, in sentences."""
    intake, formats, found = notices.intake, notices.formats, list[str]()
    if notices.future:
        found.append(
            tr_n(
                "{n} row has a date after {today}: it is kept, but does not count before that day.",
                "{n} rows have a date after {today}: they are kept, but do not count before that day.",
                notices.future,
                today=format_day(notices.today, "date"),
            )
        )
    if checker.assumed_currency:
        sentence = tr("No currency is told: the amounts were taken as {currency}.", currency=formats.currency)
        found.append(Note(sentence, "currency"))
    if formats.maybe_five:
        found.append(
            Note(
                tr(
                    "All ratings are between 1 and 5 and were taken as {scale}; if 5 is the best, choose 1 to 5.",
                    scale=scale_words(formats.scale),
                ),
                "score_scale",
            )
        )
    if intake.conflicts:
        found.append(
            tr_n(
                "{n} value differs from what is known already; what was known was kept.",
                "{n} values differ from what is known already; what was known was kept.",
                intake.conflicts,
            )
        )
    if isinstance(intake, ContactIntake) and intake.nameless:
        found.append(
            tr_n(
                "{n} row names no person: what it says was taken for its account.",
                "{n} rows name no person: what they say was taken for their accounts.",
                intake.nameless,
            )
        )
    found += _about_names(notices)
    found += _about_whom(whom) if whom is not None else []
    found += _about_phones(notices)
    return found


def _about_names(notices: Notices) -> list[str]:
    book, found = notices.intake.book, list[str]()
    if book.alike:
        found.append(
            tr_n(
                "{n} name is that of more than one account, for example “{name}”: the oldest was taken.",
                "{n} names are those of more than one account, for example “{name}”: the oldest was taken.",
                len(book.alike),
                name=book.alike[0],
            )
        )
    if book.former:
        name, known = next(iter(book.former.items()))
        found.append(
            tr_n(
                "{n} name is that of an account that was merged: “{name}” was taken as “{known}”.",
                "{n} names are those of accounts that were merged, and were taken for what is left of them, "
                "as “{name}” for “{known}”.",
                len(book.former),
                name=name,
                known=known,
            )
        )
    if book.alike_spelt:
        name, known = next(iter(book.alike_spelt.items()))
        found.append(
            tr_n(
                "{n} name differs from a known one in accents only and was taken for it: “{name}” for “{known}”.",
                "{n} names differ from known ones in accents only and were taken for them, as “{name}” for “{known}”.",
                len(book.alike_spelt),
                name=name,
                known=known,
            )
        )
    if notices.damaged:
        row, name = notices.damaged[0]
        found.append(
            tr_n(
                "{n} name has a sign in place of a letter that was lost before this file was written: "
                "row {row} “{name}”.",
                "{n} names have a sign in place of a letter that was lost before this file was written, "
                "as row {row} “{name}”.",
                len(notices.damaged),
                row=format_number(row),
                name=shortened(name),
            )
        )
    if notices.odd:
        named = ", ".join(
            tr("row {row} “{name}”", row=format_number(row), name=shortened(name))
            for row, name in notices.odd[:_MOST_NAMED]
        )
        found.append(
            tr_n(
                "{n} name has letters that look like those of another script and stays apart: {names}.",
                "{n} names have letters that look like those of another script and stay apart: {names}.",
                len(notices.odd),
                names=named + (" …" if len(notices.odd) > _MOST_NAMED else ""),
            )
        )
    return found


def _about_whom(whom: Whom) -> list[str]:
    """Rows whose name and addresses point at two accounts, or whose account was found by what is not its name."""
    found = []
    if whom.contradicted:
        name, other = next(iter(whom.contradicted.values()))
        found.append(
            tr_n(
                "{n} name stands beside the email address or phone number of another account, “{name}” beside that "
                "of “{other}”: the name was followed.",
                "{n} names stand beside the email address or phone number of another account, as “{name}” beside "
                "that of “{other}”: the names were followed.",
                len(whom.contradicted),
                name=name,
                other=other,
            )
        )
    if whom.kept_as_is:
        found.append(
            tr_n(
                "{n} account keeps its address, number or website, though a row says otherwise: other rows are found "
                "by it.",
                "{n} accounts keep their address, number or website, though rows say otherwise: other rows are found "
                "by it.",
                len(whom.kept_as_is),
            )
        )
    if whom.found_otherwise:
        name, known = next(iter(whom.found_otherwise.values()))
        found.append(
            tr_n(
                "{n} name is of nobody here: by its email address, phone number or domain “{name}” was taken "
                "for “{known}”.",
                "{n} names are of nobody here: by email address, phone number or domain they were taken for others, "
                "as “{name}” for “{known}”.",
                len(whom.found_otherwise),
                name=name,
                known=known,
            )
        )
    return found


def _about_phones(notices: Notices) -> list[str]:
    phones = notices.formats.phones
    if phones is None or (not notices.as_typed and phones.guessed is None):
        return []
    guessed = phones.guessed
    if guessed is not None:
        return [
            Note(
                tr(
                    "Phone numbers without a country were read as those of {country}; choose another if that is wrong.",
                    country=guessed.code,
                ),
                "country",
            )
        ]
    if notices.as_typed and phones.needed and not phones.country.code:
        return [
            Note(
                tr_n(
                    "{n} phone number has no country and stays as typed; tell which to dial it.",
                    "{n} phone numbers have no country and stay as typed; tell which to dial them.",
                    notices.as_typed,
                ),
                "country",
            )
        ]
    return []
