"""What the accounts page says of how many were found, and where none were, which ways lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm_desktop.domain.account_filter import AccountFilter, Field
from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.services import filter_words
from crm_desktop.ui.widgets.nothing_found import NothingFound


class WaysOn(NamedTuple):
    """What the links do where nothing was found; ``add`` takes a name."""

    clear: Callable[[], None]
    add: Callable[[str], None]
    import_file: Callable[[], None]


def shows_archived(wanted: AccountFilter) -> bool:
    """Whether a filter says something of the archive: then the accounts in it are listed too."""
    return any(term.field is Field.ARCHIVED for term in wanted.terms)


def how_many(count: int, of: int | None, wanted: AccountFilter) -> str:
    """So many, and of how many, where that is known and says more."""
    if of is None or wanted == AccountFilter() or shows_archived(wanted):
        return tr_n("{n} account", "{n} accounts", count)
    return tr_n("{shown} of {n} account", "{shown} of {n} accounts", of, shown=format_number(count))


def say_none(empty: NothingFound, wanted: AccountFilter, offered: Sequence[str], ways: WaysOn) -> None:
    """Says that nobody fits; ``offered`` are the filters that the text may mean, the likeliest first."""
    text = " ".join(wanted.text.split())
    clear = (tr("Clear filters"), ways.clear)
    if text:
        sentence = tr("No account matches “{text}”.", text=text)
        if offered:
            sentence += " " + tr("Tab takes the filter “{filter}”.", filter=offered[0])
        empty.say(sentence, [clear, (tr("Add “{name}”", name=text), lambda: ways.add(text))])
    elif wanted == AccountFilter():
        add = (tr("Add an account"), lambda: ways.add(""))
        empty.say(tr("No accounts yet."), [(tr("Import a file"), ways.import_file), add])
    else:
        empty.say(tr("No account matches: {filter}.", filter=filter_words.sentence(wanted)), [clear])
