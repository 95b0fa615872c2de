"""Puts what is wrong with a cell, a column or a file into sentences that say what to do."""

from __future__ import annotations

import re

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.parsing import Fault, UnreadableError
from crm_desktop.i18n import format_number, month_names, tr
from crm_desktop.services.importing.kinds import field_label

_SHOWN = 60
# Days as a spreadsheet counts them, from 1954 to 2064.
_SERIAL = re.compile(r"[2-5][0-9]{4}(?:\.[0-9]+)?")


class Note(str):
    """What a person should know about a whole file, where a setting says it otherwise.

    As text it names the ``setting`` as a script gives it; ``sentence`` leaves that to the window, which has the choice.
    """

    __slots__ = ("sentence", "setting")

    sentence: str
    setting: str

    def __new__(cls, sentence: str, setting: str, *, script: str = "") -> Note:
        note = super().__new__(cls, script or f"{sentence} {tr('(setting “{name}”)', name=setting)}")
        note.sentence, note.setting = sentence, setting
        return note


def shortened(text: str) -> str:
    """A cell's text as a sentence can quote it."""
    visible = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: _SHOWN + 1])
    return visible if len(text) <= _SHOWN else visible[:_SHOWN] + "…"


def reason(error: UnreadableError, text: str, field: str) -> str:
    """Why this cell of a field cannot be read, in a few words."""
    shown, values, label = shortened(text.strip()), error.values, field_label(field)
    match error.fault:
        case Fault.NUL:
            return tr("{field} has a NUL byte in it", field=label)
        case Fault.SURROGATE:
            return tr("{field} has half a character in it", field=label)
        case Fault.TOO_LONG:
            return tr(
                "{field} has {length} characters; at most {longest} are kept",
                field=label,
                length=format_number(_number(values["length"])),
                longest=format_number(_number(values["longest"])),
            )
        case Fault.NOT_A_DATE:
            if _SERIAL.fullmatch(text.strip()):
                return tr(
                    "“{text}” is a number and no date: in the spreadsheet, show the column as dates, and save it anew",
                    text=shown,
                )
            return tr("“{text}” is not a date", text=shown)
        case Fault.NO_SUCH_MONTH:
            return tr("“{text}”: there is no month {month}", text=shown, month=values["month"])
        case Fault.NO_SUCH_DAY:
            return _no_such_day(values)
        case Fault.YEAR_OUT_OF_RANGE:
            return tr("“{text}”: the year {year} cannot be right", text=shown, year=values["year"])
        case Fault.OTHER_ORDER:
            return tr("“{text}” does not begin with the year", text=shown)
        case Fault.NOT_A_NUMBER:
            return tr("“{text}” is not a number", text=shown)
        case Fault.WRONG_SEPARATORS:
            return tr("“{text}”: the commas and points do not fit the rest of the column", text=shown)
        case Fault.TOO_MANY_DECIMALS:
            return tr("“{text}” has more decimal places than {currency}", text=shown, currency=values["currency"])
        case Fault.TOO_LARGE:
            return tr("“{text}” is too large an amount", text=shown)
        case Fault.NOT_A_CURRENCY:
            return tr("“{text}” is not the code of a currency", text=shown)
        case Fault.OTHER_CURRENCY:
            return tr("“{text}” is not in {currency}", text=shown, currency=values["currency"])
        case Fault.SEVERAL_CURRENCIES:
            return Note(tr("“{text}” can be several currencies; tell which", text=shown), "currency")
        case Fault.OFF_THE_SCALE:
            if values["below"]:
                return tr("Rating {text} is below {low}", text=shown, low=values["low"])
            return tr("Rating {text} is above {high}", text=shown, high=values["high"])
        case Fault.NOT_YES_OR_NO:
            return tr("“{text}” is neither yes nor no", text=shown)
        case Fault.NOT_ONE_OF:
            return tr("“{text}” is none of {allowed}", text=shown, allowed=values["allowed"])
        case Fault.NO_RESULT:
            return tr("{field}: the formula has no result ({text})", field=label, text=shown)
        case Fault.NOT_HERE:
            return tr("“{text}” is not in the workspace, and this import creates nothing new", text=shown)
        case Fault.NO_ACCOUNT:
            return tr("Neither who attends nor the title names an account that is here")
        case Fault.SEVERAL_ACCOUNTS:
            return tr("Who attends and the title name more than one account")
        case Fault.NAMES_AGAIN:
            return tr("The names of the columns once more")
        case Fault.TOTAL:
            return tr("A total of the rows above, no account of its own")
        case Fault.NOBODYS:
            return tr("Nobody here has “{text}”", text=shortened(str(values["text"])))
        case Fault.SEVERALS:
            told = shortened(str(values["text"]))
            return tr("“{text}” fits more than one account: {names}", text=told, names=values["names"])
        case Fault.NOT_WON:
            return tr("This deal is not won: {text}", text=shown or "–")
        case Fault.NOT_COUNTED:
            return tr("This order does not count: {text}", text=shown)
        case Fault.NOT_HAPPENED:
            return tr("This did not take place: {text}", text=shown)
        case Fault.MISSING:
            return _missing(field)


def _missing(field: str) -> str:
    sentences = {
        "account": tr("No account name"),
        "name": tr("No name"),
        "contact": tr("No name"),
        "date": tr("No date"),
        "amount": tr("No amount"),
        "score": tr("No rating"),
    }
    return sentences[field]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _no_such_day(values: dict[str, object]) -> str:
    """ "31 September does not exist"; for 29 February the year belongs to it."""
    day, month = _number(values["day"]), _number(values["month"])
    name = month_names()[month - 1]
    if (day, month) == (29, 2):
        return tr("{day} {month} {year} does not exist", day=day, month=name, year=values["year"])
    return tr("{day} {month} does not exist", day=day, month=name)


def refusal(what: str, do: str) -> UserError:
    """The error of a file that is refused as a whole."""
    return UserError(what, tr("Nothing was imported."), do)


def give_setting(example: str) -> str:
    """Which setting to give, so that it can be copied."""
    return tr("Give the setting {example}.", example=example)
