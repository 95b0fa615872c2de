"""Writes resources/locale: the texts found in the source, the compiled catalogues, and the CLDR forms of each language.

Run by ``make messages`` after a text was added or changed. A new language needs its code in ``i18n.LANGUAGES``, its
CLDR name below, and a copy of messages.pot as ``resources/locale/<code>/LC_MESSAGES/crm_desktop.po``.
"""

from __future__ import annotations

import argparse
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages import Catalog, mofile, pofile
from babel.messages.extract import extract_from_dir

from crm_desktop.i18n import DOMAIN, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "messages.pot"

_CLDR_NAMES = {"en": "en_GB"}
"""CLDR's name where it differs from ours: our English is the British one."""

_SKELETONS = {
    "short": "MMMEd",
    "date": "yMMMd",
    "day_month": "MMMd",
    "month_year": "yMMM",
}
_FIELDS = {
    "E": "{weekday_short}",
    "EEEE": "{weekday}",
    "ccc": "{weekday_short_alone}",
    "cccc": "{weekday_alone}",
    "d": "{day}",
    "MMM": "{month_short}",
    "MMMM": "{month}",
    "LLL": "{month_short_alone}",
    "LLLL": "{month_alone}",
    "y": "{year}",
}
"""CLDR pattern fields (Unicode TR35, part 4) and the names that ``i18n.format_day`` fills."""

_OUR_CHOICES: dict[str, dict[str, Any]] = {
    # The design writes "27 Sep" and "€1.21 m" where CLDR has "27 Sept" and "€1.2M".
    "en": {"million": "\N{NO-BREAK SPACE}m", "billion": "\N{NO-BREAK SPACE}bn", "september": "Sep"},
}
_MINUS = "\N{MINUS SIGN}"
"""A minus as wide as a plus in every language, as the design draws it."""


_PASSING = tuple(
    f'"{header}:'
    for header in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Generated-By",
    )
)


def template() -> Catalog:
    """The texts that the program speaks, gathered from its source."""
    catalog = Catalog(header_comment="# Texts of crm-desktop, for translation.", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        ROOT / "crm_desktop",
        method_map=[("**.py", "python")],
        keywords={"tr": None, "tr_n": (1, 2)},
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for name, line, message, comments, context in found:
        catalog.add(message, locations=[(f"crm_desktop/{name}", line)], auto_comments=comments, context=context)
    return catalog


def po_text(catalog: Catalog) -> str:
    """A catalogue as text, without what changes when nothing else does (dates, versions, line numbers)."""
    buffer = io.BytesIO()
    pofile.write_po(buffer, catalog, width=120, include_lineno=False, sort_output=True)
    lines = buffer.getvalue().decode("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(_PASSING)).rstrip() + "\n"


def updated(catalogue: Path, from_template: Catalog) -> Catalog:
    """A language's catalogue with the texts of the template; translations that still fit are kept."""
    with catalogue.open("rb") as file:
        catalog = pofile.read_po(file, locale=_cldr_name(catalogue.parent.parent.name))
    catalog.update(from_template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """A catalogue in the binary form that gettext reads; the same catalogue always gives the same bytes."""
    catalog.creation_date = datetime.fromtimestamp(0, UTC)
    buffer = io.BytesIO()
    mofile.write_mo(buffer, catalog)
    return buffer.getvalue()


def forms(language: str) -> dict[str, Any]:
    """The CLDR forms that ``crm_desktop.i18n`` formats days, numbers and money with."""
    locale = Locale.parse(_cldr_name(language))
    ours = _OUR_CHOICES.get(language, {})
    symbols = locale.number_symbols["latn"]
    millions, billions = (
        locale.compact_decimal_formats["short"]["other"][zeros].pattern.replace("0", "").replace("'", "")
        for zeros in ("1000000", "1000000000")
    )
    result = {
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "minus": _MINUS,
        "money": _number_pattern(locale.currency_formats["standard"].pattern),
        "percent": _number_pattern(locale.percent_formats[None].pattern),
        "million": ours.get("million", millions),
        "billion": ours.get("billion", billions),
        "currencies": {
            code: symbol
            for code, symbol in sorted(locale.currency_symbols.items())
            if symbol != code and code in locale.currencies
        },
        "months": _names(locale.months["format"]["wide"]),
        "months_short": _names(locale.months["format"]["abbreviated"]),
        "months_alone": _names(locale.months["stand-alone"]["wide"]),
        "months_short_alone": _names(locale.months["stand-alone"]["abbreviated"]),
        "weekdays": _names(locale.days["format"]["wide"]),
        "weekdays_short": _names(locale.days["format"]["abbreviated"]),
        "weekdays_alone": _names(locale.days["stand-alone"]["wide"]),
        "weekdays_short_alone": _names(locale.days["stand-alone"]["abbreviated"]),
        "days": {style: _day_pattern(str(locale.datetime_skeletons[key])) for style, key in _SKELETONS.items()},
    }
    result["days"] |= {
        "long": _long_day(locale),
        "month": "{month_alone}",
        "month_short": "{month_short_alone}",
        "weekday": "{weekday_alone}",
        "weekday_short": "{weekday_short_alone}",
    }
    if "september" in ours:
        for names in ("months_short", "months_short_alone"):
            result[names][8] = ours["september"]
    return result


def forms_text(language: str) -> str:
    """The file of a language's forms."""
    return json.dumps(forms(language), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cldr_name(language: str) -> str:
    return _CLDR_NAMES.get(language, language)


def _names(by_number: Any) -> list[str]:
    """Names in the order of their numbers (months from 1, weekdays from 0 = Monday)."""
    return [by_number[number] for number in sorted(by_number)]


def _number_pattern(pattern: str) -> str:
    """A CLDR number pattern with names in it: "#,##0.00 ¤" becomes "{number} {symbol}"."""
    positive = pattern.split(";")[0]
    digits = "".join(character for character in positive if character in "#,0.")
    return positive.replace(digits, "{number}").replace("\N{CURRENCY SIGN}", "{symbol}")


def _long_day(locale: Locale) -> str:
    """The skeleton MMMMEEEEd where CLDR has it, else the skeleton MMMEd with both names written out."""
    skeletons = locale.datetime_skeletons
    if "MMMMEEEEd" in skeletons:
        return _day_pattern(str(skeletons["MMMMEEEEd"]))
    short = _day_pattern(str(skeletons["MMMEd"]))
    return short.replace("weekday_short", "weekday").replace("month_short", "month")


def _day_pattern(pattern: str) -> str:
    """A CLDR date pattern with names in it: "E d MMM" becomes "{weekday_short} {day} {month_short}"."""
    result, position = "", 0
    while position < len(pattern):
        character = pattern[position]
        if character == "'":
            end = pattern.index("'", position + 1)
            result += pattern[position + 1 : end] or "'"
            position = end + 1
        elif character.isascii() and character.isalpha():
            end = position
            while end < len(pattern) and pattern[end] == character:
                end += 1
            result += _FIELDS[pattern[position:end]]
            position = end
        else:
            result += character
            position += 1
    return result


def main() -> None:
    """Write the template, bring every catalogue up to it, and write the forms of every language."""
    texts = template()
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(po_text(texts), encoding="utf-8")
    for language in LANGUAGES:
        folder = LOCALE / language
        folder.mkdir(exist_ok=True)
        (folder / "formats.json").write_text(forms_text(language), encoding="utf-8")
        catalogue = folder / "LC_MESSAGES" / f"{DOMAIN}.po"
        if catalogue.exists():
            catalog = updated(catalogue, texts)
            catalogue.write_text(po_text(catalog), encoding="utf-8")
            catalogue.with_suffix(".mo").write_bytes(compiled(catalog))
    print(f"{len(texts)} texts in {TEMPLATE.relative_to(ROOT)}")


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    main()
