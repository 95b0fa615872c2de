"""Reads ratings however they are given: numbers of a scale, 4/5, stars, percent, thumbs, faces and plain words."""

from __future__ import annotations

import re
from decimal import Decimal

from crm_desktop.domain.folding import fold
from crm_desktop.domain.parsing import parse_score

Scale = tuple[Decimal, Decimal]
ZERO_TO_TEN: Scale = (Decimal(0), Decimal(10))
ONE_TO_FIVE: Scale = (Decimal(1), Decimal(5))
PERCENT: Scale = (Decimal(0), Decimal(100))

_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,3})?")
_STARS = re.compile(r"(?:[★⭐🌟]\N{VARIATION SELECTOR-16}?){0,10}[☆✩]{0,10}")
_OF = re.compile(rf"({_NUMBER.pattern})\s*(?:/|of|out of|od|von|av|από|з|од)\s*(5|10|100)", re.IGNORECASE)
_PERCENT = re.compile(rf"({_NUMBER.pattern})\s*%")
_STARS_IN_WORDS = re.compile(
    rf"({_NUMBER.pattern})\s*(?:stars?|★|⭐|zvezdic\w*|zvezd\w*|зір\w*|sterne?|stjerner?|αστέρια?)"
)
_SIGNS = {
    **dict.fromkeys("👍😀😃😄😊", 10.0),
    "🙂": 7.5,
    "😐": 5.0,
    **dict.fromkeys("🙁☹😞", 2.5),
    **dict.fromkeys("👎😠😡", 0.0),
}
# The five answers that questionnaires offer, the best first, in the languages of the product.
_ANSWERS = {
    10.0: """excellent|very good|very satisfied|outstanding|great|thumbs up|up|promoter|odlično|zelo dobro|
        zelo zadovoljen|zelo zadovoljna|άριστα|εξαιρετικό|πολύ καλά|πολύ καλό|πολύ ικανοποιημένος|відмінно|дуже добре|
        дуже задоволений|utmerket|svært bra|veldig bra|svært fornøyd|ausgezeichnet|sehr gut|sehr zufrieden|
        veoma zadovoljan|vrlo dobro|одлично|врло добро|веома задовољан""",
    7.5: """good|satisfied|dobro|zadovoljen|zadovoljna|καλά|καλό|ικανοποιημένος|добре|задоволений|bra|god|fornøyd|gut|
        zufrieden|zadovoljan|добро|задовољан""",
    5.0: """neutral|ok|okay|average|fair|passive|neither|srednje|nevtralno|povprečno|μέτρια|μέτριο|ουδέτερο|нормально|
        нейтрально|середньо|middels|nøytral|mittel|neutrales|osrednje|prosečno|просечно|неутрално""",
    2.5: """poor|bad|dissatisfied|unsatisfied|slabo|nezadovoljen|nezadovoljna|κακά|κακό|δυσαρεστημένος|погано|
        незадоволений|dårlig|misfornøyd|schlecht|unzufrieden|loše|nezadovoljan|лоше|незадовољан""",
    0.0: """very poor|very bad|very dissatisfied|terrible|awful|thumbs down|down|detractor|zelo slabo|zelo nezadovoljen|
        πολύ κακά|πολύ κακό|πολύ δυσαρεστημένος|дуже погано|жахливо|дуже незадоволений|svært dårlig|svært misfornøyd|
        sehr schlecht|sehr unzufrieden|veoma nezadovoljan|veoma loše|веома лоше|веома незадовољан""",
}
_WORDS = {fold(word): score for score, words in _ANSWERS.items() for word in words.split("|")}


def parse_told_score(text: str) -> float | None:
    """A rating that says by itself what it means (★★★★, 4/5, 85 %, 👍, "good"); ``None`` when it does not.

    Stars are the scale 1 to 5; "4/5" and percent are shares of ten. Raises ``UnreadableError`` for "7/5".
    """
    text = text.strip()
    if not text or len(text) > 40:
        return None
    if text[0] in "★⭐🌟☆✩" and _STARS.fullmatch(text):
        filled = sum(letter in "★⭐🌟" for letter in text)
        # Five empty stars are a question without an answer rather than the worst one.
        return None if not filled else _scaled(str(filled), ONE_TO_FIVE)
    if found := _OF.fullmatch(text):
        return _scaled(found.group(1), (Decimal(0), Decimal(found.group(2))))
    if found := _PERCENT.fullmatch(text):
        return _scaled(found.group(1), PERCENT)
    if found := _STARS_IN_WORDS.fullmatch(text.casefold()):
        return _scaled(found.group(1), ONE_TO_FIVE)
    sign = text.rstrip("\N{VARIATION SELECTOR-16}🏻🏼🏽🏾🏿")
    return _SIGNS.get(sign, _WORDS.get(fold(text)))


def _scaled(number: str, scale: Scale) -> float:
    return parse_score(number, decimal=None, low=scale[0], high=scale[1])


def scale_of_header(header: str) -> Scale | None:
    """The scale that the name of a column tells: "Rating (1-5)", "Score /10", "CSAT %", "NPS"."""
    text = fold(header)
    if found := re.search(r"(?<![0-9])([01])\s*(?:-|–|to|do|bis|til|έως|до)\s*(5|10|100)(?![0-9])", text):
        return Decimal(found.group(1)), Decimal(found.group(2))
    if found := re.search(r"(?:/|out of|od)\s*(5|10|100)(?![0-9])", text):
        return Decimal(0), Decimal(found.group(1))
    if "%" in text or "percent" in text:
        return PERCENT
    if re.search(r"\bnps\b", text):
        return ZERO_TO_TEN
    return ONE_TO_FIVE if re.search(r"\b(?:stars?|sterne|stjerner|zvezdice|звездице|αστερια|зирки)\b", text) else None


class ScaleFinder:
    """Finds the scale of a column of plain numbers, cell by cell."""

    _SOME, _ENOUGH = 3, 10

    def __init__(self) -> None:
        self._upto_five = self._upto_ten = self._beyond = self._others = 0
        self._five = self._halves = self._zero = False

    def see(self, text: str, times: int = 1) -> None:
        """Takes a cell into account that stands there so many times; one that is no plain number tells nothing."""
        text = text.strip()
        if not _NUMBER.fullmatch(text):
            return
        number = Decimal(text.replace(",", "."))
        self._halves |= number % 1 != 0
        self._five |= number == 5
        self._zero |= number == 0
        if number <= 5:
            self._upto_five += times
        elif number <= 10:
            self._upto_ten += times
        elif number <= 100:
            self._beyond += times
        else:
            self._others += times

    @property
    def scale(self) -> Scale:
        """0 to 100 where most numbers need it; else 0 to 10, and what is above it is left out as a bad row."""
        few = self._others * 4 <= self._beyond
        return PERCENT if few and self._beyond * 2 > self.seen else ZERO_TO_TEN

    @property
    def settled(self) -> bool:
        """What was seen so far says for certain, whatever follows, that the column is 0 to 10."""
        return self._upto_ten >= 3 and self._beyond == 0

    @property
    def maybe_five(self) -> bool:
        """All of some numbers are whole ones from 1 to 5, and the best is there: the scale can be 1 to 5 as well."""
        only = not (self._upto_ten or self._beyond or self._others)
        return only and self._five and not self._zero and not self._halves and self.seen >= self._SOME

    @property
    def seen(self) -> int:
        """How many numbers there were."""
        return self._upto_five + self._upto_ten + self._beyond + self._others

    @property
    def ambiguous(self) -> bool:
        """Enough ratings for it to be no accident that all lie between 1 and 5."""
        return self.maybe_five and self.seen >= self._ENOUGH
