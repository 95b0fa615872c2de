"""The one-line entry in six languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.domain.entry import Amount, Promised, read_day
from crm_desktop.domain.entry.vocabulary import vocabulary
from crm_desktop.domain.kinds import InteractionKind
from tests.domain.entry_world import NEXT_FRIDAY, TODAY, TUESDAY, read


@pytest.mark.parametrize(
    ("language", "text", "about"),
    [
        ("sl", "kovac klic glede dostave 4/10 obljuba dobropis do petka opomnik torek", "dostave"),
        ("sl", "kovač klic o dostavi 4/10 obljubil dobropis čez 7 dni > v torek", "dostavi"),
        ("el", "kovac κλήση σχετικά με παλέτες 4/10 υπόσχεση πιστωτικό Παρασκευή υπενθύμιση Τρίτη", "παλέτες"),
        ("uk", "kovac дзвінок про палети 4/10 обіцяв накладну до п'ятниці нагадати у вівторок", "палети"),
        ("nb", "kovac ringte om paller 4/10 lovet kreditnota innen fredag følg opp tirsdag", "paller"),
        ("sr", "kovac позив поводом палета 4/10 обећао одобрење до петка подсетник уторак", "палета"),
        ("sr", "kovac poziv povodom paleta 4/10 obecao odobrenje do petka podsetnik utorak", "paleta"),
    ],
)
def test_the_sentence_in_each_language(language: str, text: str, about: str) -> None:
    line = read(text, language)
    assert (line.named, line.kind, line.rating) == (1, InteractionKind.CALL, 4)
    assert line.promise is not None
    assert (line.about, line.promise.due, line.follow_up) == (about, NEXT_FRIDAY, TUESDAY)
    assert line.rest == ""


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("sl", "včeraj ob 15:30", date(2026, 11, 19)),
        ("sl", "pred 3 dnevi", date(2026, 11, 17)),
        ("sl", "prejšnji torek", date(2026, 11, 17)),
        ("sl", "v torek 14:00", date(2026, 11, 17)),
        ("el", "χθες 15:30", date(2026, 11, 19)),
        ("el", "chthes", date(2026, 11, 19)),
        ("el", "πριν από 2 εβδομάδες", date(2026, 11, 6)),
        ("uk", "вчора о 15:30", date(2026, 11, 19)),
        ("uk", "3 дні тому", date(2026, 11, 17)),
        ("uk", "у понеділок о 9:00", date(2026, 11, 16)),
        ("nb", "i går kl 15", date(2026, 11, 19)),
        ("nb", "for 3 dager siden", date(2026, 11, 17)),
        ("sr", "јуче 15:30", date(2026, 11, 19)),
        ("sr", "juce", date(2026, 11, 19)),
        ("sr", "пре 3 дана", date(2026, 11, 17)),
    ],
)
def test_when_it_happened_in_each_language(language: str, text: str, day: date) -> None:
    assert read(text, language).day == day


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("sl", "naslednji teden", date(2026, 11, 27)),
        ("sl", "čez 2 tedna", date(2026, 12, 4)),
        ("el", "σε 2 εβδομάδες", date(2026, 12, 4)),
        ("el", "μεθαύριο", date(2026, 11, 22)),
        ("uk", "через тиждень", date(2026, 11, 27)),
        ("uk", "наступного тижня", date(2026, 11, 27)),
        ("nb", "om 2 uker", date(2026, 12, 4)),
        ("nb", "i overmorgen", date(2026, 11, 22)),
        ("sr", "следеће недеље", date(2026, 11, 27)),
        ("sr", "za 2 nedelje", date(2026, 12, 4)),
    ],
)
def test_coming_days_in_each_language(language: str, text: str, day: date) -> None:
    assert read(f"fu {text}", language).follow_up == day


def test_english_words_work_in_every_language() -> None:
    for language in ("sl", "el", "uk", "nb", "sr"):
        line = read("acme call about late delivery 4/10 promise credit note fri follow up tue", language)
        assert (line.named, line.about, line.rating, line.follow_up) == (0, "late delivery", 4, TUESDAY)


def test_every_weekday_of_every_language_is_one() -> None:
    for language in ("en", "sl", "el", "uk", "nb", "sr"):
        for place, forms in enumerate(vocabulary(language).offered["weekdays"]):
            for form in forms.split(", "):
                found = read_day(form, 0, TODAY, language=language)
                assert found is not None, (language, form)
                assert (found[0].weekday(), found[1]) == (place, len(form)), (language, form)


def test_a_day_alone_ends_where_its_words_end() -> None:
    assert read_day("tue, then", 0, TODAY) == (TUESDAY, 3)
    assert read_day("say 21.11.", 4, TODAY) == (date(2026, 11, 21), 10)
    assert read_day("torek", 0, TODAY, {"torek": 1}) == (TUESDAY, 5)
    assert read_day("", 0, TODAY) is None
    assert read_day(" tue", 0, TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", date(2026, 11, 19)), ("friday", TODAY), ("thu", date(2026, 11, 19)), ("mon", date(2026, 11, 16)),
        ("3 weeks ago", date(2026, 10, 30)), ("3.11.", date(2026, 11, 3)), ("20 dec", date(2025, 12, 20)),
        ("29.2.", date(2024, 2, 29)), ("20 dec 2026", date(2026, 12, 20)), ("tomorrow", date(2026, 11, 21)),
        ("+3", date(2026, 11, 23)), ("včeraj", date(2026, 11, 19)),
    ],
)  # fmt: skip
def test_a_day_of_the_past_is_the_last_such_one(text: str, day: date) -> None:
    # What is to come in so many words is given as it is: whoever asks can say that it has not come.
    assert read_day(text, 0, TODAY, language="sl", back=True) == (day, len(text))


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "acme follow up in two weeks", date(2026, 12, 4)),
        ("en", "acme follow up december 1st", date(2026, 12, 1)),
        ("sl", "acme opomnik čez dva tedna", date(2026, 12, 4)),
        ("el", "acme υπενθύμιση σε δύο μέρες", date(2026, 11, 22)),
        ("uk", "acme нагадати через п'ять днів", date(2026, 11, 25)),
        ("nb", "acme følg opp om to uker", date(2026, 12, 4)),
        ("sr", "acme podseti za dve nedelje", date(2026, 12, 4)),
        ("sr", "acme подсети за две недеље", date(2026, 12, 4)),
    ],
)
def test_numbers_are_written_as_words_too(language: str, text: str, day: date) -> None:
    line = read(text, language)
    assert (line.follow_up, line.follow_up_what, line.rest) == (day, "", "")


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("sl", "acme klic pred dvema dnevoma", date(2026, 11, 18)),
        ("sl", "acme klic tri dni nazaj", date(2026, 11, 17)),
        ("sl", "acme klic 12.11. o zamudi", date(2026, 11, 12)),
        ("el", "acme κλήση δύο μέρες πριν", date(2026, 11, 18)),
        ("el", "acme παράπονο 3 Νοεμβρίου για σπασμένα", date(2026, 11, 3)),
        ("uk", "acme дзвонив минулої п'ятниці про ціни", date(2026, 11, 13)),
        ("uk", "acme дзвінок два дні тому", date(2026, 11, 18)),
        ("nb", "acme samtale for to dager siden", date(2026, 11, 18)),
        ("sr", "acme poziv pre dva dana", date(2026, 11, 18)),
    ],
)
def test_when_it_happened_in_every_language(language: str, text: str, day: date) -> None:
    assert read(text, language).day == day


def test_the_greek_article_before_a_day_belongs_to_no_promise() -> None:
    line = read("acme υποσχέθηκαν πληρωμή μέχρι τις 30/11", "el")
    assert line.promise == Promised("πληρωμή", date(2026, 11, 30), theirs=True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sl", "naročil za 300 evrov"),
        ("uk", "купили на 300 євро"),
        ("sr", "kupio za 300 evra"),
        ("el", "αγόρασε 300 ευρώ"),
    ],
)
def test_euros_are_written_as_a_word_too(language: str, text: str) -> None:
    assert read(text, language).amount == Amount(Decimal(300), "EUR")
