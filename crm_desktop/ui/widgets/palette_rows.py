"""The lines of the palette in words: what was found, what can be done with it, and the commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QKeySequence

from crm_desktop.domain.folding import spellings, words
from crm_desktop.domain.marking import Marks, marks
from crm_desktop.domain.typos import one_typo
from crm_desktop.i18n import format_day, tr, tr_n
from crm_desktop.services import account_views, standings, wording
from crm_desktop.services.finding import AccountHit, Found, PersonHit
from crm_desktop.services.talk_index import Said
from crm_desktop.ui.commands import AccountCommand, Command

_MOST_COMMANDS = 6
_FIRST_COMMANDS = ("log", "account.new", "go.today", "go.import", "keys")


class Row(NamedTuple):
    """One line. Without ``run`` it is the head of a group. ``key`` is shown at the right, as a person reads it."""

    title: str
    detail: str = ""
    marks: Marks = ()
    icon: str = ""
    tier: str = ""
    key: str = ""
    shortcut: str = ""
    spoken: str = ""
    run: Callable[[], None] | None = None
    is_command: bool = False
    creates: bool = False
    """It adds something that is not there yet."""


class Doing(NamedTuple):
    """What the lines of the palette do."""

    with_account: Callable[[Callable[[int], None], int], None]
    open_account: Callable[[int], None]
    add_account: Callable[[str], None]
    run_command: Callable[[Command], None]


def found_rows(
    found: Found, text: str, *, commands: Sequence[Command], verbs: Sequence[AccountCommand], doing: Doing
) -> list[Row]:
    """What was found for a text: accounts, people, and what to do."""
    rows = []
    if found.accounts:
        rows += [Row(tr("Accounts")), *(account_row(hit, doing) for hit in found.accounts)]
    if found.people:
        rows += [Row(tr("People")), *(_person_row(hit, doing) for hit in found.people)]
    chosen = command_rows(text, commands, doing)
    if found.accounts and found.exact:
        first = found.accounts[0]
        chosen = [*_verb_rows(first, verbs, commands, doing), *chosen]
    if chosen:
        rows += [Row(tr("Do")), *chosen]
    return rows


def account_row(hit: AccountHit, doing: Doing) -> Row:
    """An account, and beside it how it stands."""
    detail = " · ".join(part for part in (hit.by, _how_it_stands(hit)) if part)
    spoken = tr("{name}, account, tier {tier}, {detail}", name=hit.name, tier=hit.tier, detail=detail)
    return Row(
        hit.name,
        detail,
        hit.marks,
        tier=hit.tier,
        spoken=spoken,
        run=lambda: doing.open_account(hit.id),
    )


def _how_it_stands(hit: AccountHit) -> str:
    if hit.standing is None:
        return ""
    if hit.silence is not None and standings.ORDER.index(hit.standing) in account_views.OFF_RHYTHM:
        return tr_n("silent for {n} day", "silent for {n} days", hit.silence)
    word = wording.status_word(hit.standing)
    return word[:1].lower() + word[1:]


def _person_row(hit: PersonHit, doing: Doing) -> Row:
    detail = " · ".join(part for part in (hit.account_name, hit.phone or hit.email) if part)
    return Row(
        hit.name,
        detail,
        hit.marks,
        icon="users",
        spoken=tr("{name}, person at {detail}", name=hit.name, detail=detail),
        run=lambda: doing.open_account(hit.account),
    )


def _verb_rows(
    hit: AccountHit, verbs: Sequence[AccountCommand], commands: Sequence[Command], doing: Doing
) -> list[Row]:
    """What can be done with an account that was found; the keys are those of the commands for the account at hand."""
    known = {command.id: command for command in commands}
    rows = []
    for verb in verbs:
        command = known[verb.command]
        key = command.keys[0] if command.keys else ""
        rows.append(
            Row(
                verb.text(hit.name),
                icon=command.icon,
                key=shown_key(key),
                shortcut=key,
                run=lambda verb=verb: doing.with_account(verb.run, hit.id),  # type: ignore[misc]
            )
        )
    return rows


def add_row(name: str, doing: Doing) -> Row:
    """The offer to add what is not there."""
    return Row(
        tr("Nothing called “{name}”. Add it?", name=name),
        icon="user-plus",
        run=lambda: doing.add_account(name),
        creates=True,
    )


def said_rows(said: Sequence[Said], doing: Doing) -> list[Row]:
    """Conversations with the words in them."""
    if not said:
        return []
    rows = [Row(tr("Found in notes"))]
    for each in said:
        detail = tr("{day}, {account}", day=format_day(each.day, "date"), account=each.account_name)
        shifted = tuple((start + 1, end + 1) for start, end in each.marks)
        rows.append(
            Row(
                f"“{each.text}”",
                detail,
                shifted,
                icon="message-circle",
                spoken=f"{each.text}, {detail}",
                run=lambda each=each: doing.open_account(each.account),  # type: ignore[misc]
            )
        )
    return rows


def command_rows(text: str, commands: Sequence[Command], doing: Doing, *, most: int = _MOST_COMMANDS) -> list[Row]:
    """The commands that a text may mean, in their order; those whose first word begins so stand first."""
    typed = words(text)
    if not typed:
        return []
    can = [command for command in commands if command.enabled()]
    found = _fitting(can, [{word} for word in typed])
    if not found and max(map(len, typed)) > 1:
        found = _fitting(can, [{word, *one_typo(spellings(word)[-1])} for word in typed])
    return [_command_row(command, marked, doing) for command, marked in found[:most]]


def _fitting(commands: Sequence[Command], meant: list[set[str]]) -> list[tuple[Command, Marks]]:
    """The commands that have, for each word typed, a word that begins as one of those it may mean."""
    lengths = [{len(other) for other in others} for others in meant]
    fitting = []
    for command in commands:
        beginnings = [_beginnings(command.text, frozenset(some)) for some in lengths]
        if all(others & those for others, those in zip(meant, beginnings, strict=True)):
            shown = marks(command.text, [other for others in meant for other in others])
            fitting.append((not (shown and shown[0][0] == 0), command, shown))
    fitting.sort(key=lambda each: each[0])
    return [(command, shown) for _, command, shown in fitting]


@lru_cache(maxsize=4_000)  # asked for with every key press for every command there is
def _beginnings(text: str, lengths: frozenset[int]) -> frozenset[str]:
    """The beginnings of so many letters of the words of a text, also in Latin letters."""
    own = {spelled for word in words(text) for spelled in spellings(word)}
    return frozenset(word[:length] for word in own for length in lengths)


def all_command_rows(text: str, commands: Sequence[Command], doing: Doing) -> list[Row]:
    """After ">": every command that can be done now, or those that the text means."""
    if words(text):
        rows = command_rows(text, commands, doing, most=len(commands))
    else:
        rows = [_command_row(command, (), doing) for command in commands if command.enabled()]
    return [Row(tr("Do")), *rows] if rows else [Row(tr("No command is called “{name}”.", name=text.strip()))]


def recent_rows(
    accounts: Sequence[AccountHit], used: Sequence[str], commands: Sequence[Command], doing: Doing
) -> list[Row]:
    """Before anything is typed: the accounts opened last and the commands used last."""
    rows = []
    if accounts:
        rows += [Row(tr("Opened last")), *(account_row(hit, doing) for hit in accounts)]
    known = {command.id: command for command in commands if command.enabled()}
    chosen = [known[name] for name in dict.fromkeys([*used, *_FIRST_COMMANDS]) if name in known]
    return [*rows, Row(tr("Do")), *(_command_row(command, (), doing) for command in chosen[:5])]


def _command_row(command: Command, marked: Marks, doing: Doing) -> Row:
    key = command.keys[0] if command.keys else ""
    return Row(
        command.text,
        command.menu,
        marked,
        icon=command.icon or "chevron-right",
        key=shown_key(key),
        shortcut=key,
        spoken=tr("{command}, command, {menu}", command=command.text, menu=command.menu),
        run=lambda: doing.run_command(command),
        is_command=True,
    )


def shown_key(key: str) -> str:
    """A key as its cap reads: "Ctrl Shift F"."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return native if native.endswith("+") else native.replace("+", " ")
