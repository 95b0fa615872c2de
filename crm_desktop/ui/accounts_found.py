"""What the accounts page says of how many were found, and where none were, which ways lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm_desktop.domain.account_filter import YES, AccountFilter, Field, Term
from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.services import filter_words
from crm_desktop.ui.widgets.nothing_found import NothingFound


class WaysOn(NamedTuple):
    """What the links do where nothing was found; ``add`` takes a name, ``archive`` looks among the archived, too."""

    clear: Callable[[], None]
    add: Callable[[str], None]
    import_file: Callable[[], None]
    archive: Callable[[], None]


def shows_archived(wanted: AccountFilter) -> bool:
    """Whether a filter says something of the archive: then the accounts in it are listed too."""
    return any(term.field is Field.ARCHIVED for term in wanted.terms)


def how_many(count: int, of: int | None, wanted: AccountFilter) -> str:
    """So many, and of how many, where that is known and says more."""
    if of is None or wanted == AccountFilter() or shows_archived(wanted):
        return tr_n("{n} account", "{n} accounts", count)
    return tr_n("{shown} of {n} account", "{shown} of {n} accounts", of, shown=format_number(count))


def in_archive(wanted: AccountFilter) -> AccountFilter:
    """The same among the archived accounts."""
    return wanted.with_term(Term(Field.ARCHIVED, (YES,)))


def say_none(
    empty: NothingFound, wanted: AccountFilter, offered: Sequence[str], ways: WaysOn, *, archive: bool
) -> None:
    """Says that nobody fits; ``offered`` are the filters that the text may mean, the likeliest first. ``archive``:
    there are archived accounts, which a filter that says nothing of them leaves out."""
    text = " ".join(wanted.text.split())
    clear = (tr("Clear filters"), ways.clear)
    if text:
        sentence = tr("No account matches “{text}”.", text=text)
        if offered:
            sentence += " " + tr("Tab takes the filter “{filter}”.", filter=offered[0])
        look = [(tr("Look in the archive"), ways.archive)] if archive and not shows_archived(wanted) else []
        empty.say(sentence, [clear, *look, (tr("Add “{name}”", name=text), lambda: ways.add(text))])
    elif wanted == AccountFilter():
        add = (tr("Add an account"), lambda: ways.add(""))
        if archive:
            empty.say(tr("All accounts are archived."), [(tr("Show archived accounts"), ways.archive), add])
        else:
            empty.say(tr("No accounts yet."), [(tr("Import a file"), ways.import_file), add])
    else:
        empty.say(tr("No account matches: {filter}.", filter=filter_words.sentence(wanted)), [clear])
