"""The words by which other programs name kinds of interactions, directions and tiers."""

from __future__ import annotations

from crm_desktop.domain.folding import fold
from crm_desktop.domain.kinds import Direction, InteractionKind, Tier
from crm_desktop.domain.parsing import Fault, UnreadableError

_KINDS = {
    InteractionKind.CALL: """call|phone|phone call|telephone|telephone call|c|klic|telefonski klic|telefon|κλήση|
        τηλέφωνο|τηλεφώνημα|дзвінок|телефон|anrop|samtale|telefonsamtale|anruf|telefonat|poziv|telefonski poziv|
        позив""",
    InteractionKind.VISIT: """visit|meeting|on site|appointment|v|obisk|sestanek|επίσκεψη|συνάντηση|візит|зустріч|
        besøk|møte|besuch|treffen|termin|poseta|sastanak|посета|састанак""",
    InteractionKind.EMAIL: """email|e mail|e-mail|mail|letter|e|e-pošta|pismo|ιμέιλ|лист|е-пошта|
        пошта|ел. пошта|e-post|epost|
        brev|brief|imejl|имејл|писмо""",
    InteractionKind.MESSAGE: """message|sms|chat|text|text message|whatsapp|viber|telegram|signal|m|sporočilo|μήνυμα|
        повідомлення|чат|melding|nachricht|poruka|порука""",
    InteractionKind.COMPLAINT: """complaint|claim|grievance|reklamacija|pritožba|παράπονο|καταγγελία|скарга|рекламація|
        klage|reklamasjon|beschwerde|reklamation|žalba|жалба|рекламација""",
    InteractionKind.NOTE: """note|notes|comment|memo|task|n|opomba|zapisek|σημείωση|нотатка|примітка|notat|notiz|
        beleška|napomena|белешка|напомена""",
}
_DIRECTIONS = {
    Direction.IN: """in|inbound|incoming|received|from customer|vhodni|prejeto|εισερχόμενο|εισερχόμενη|вхідний|вхідна|
        inn|innkommende|mottatt|eingehend|eingang|ulazni|dolazni|улазни|долазни""",
    Direction.OUT: """out|outbound|outgoing|sent|to customer|made|izhodni|poslano|εξερχόμενο|εξερχόμενη|вихідний|
        вихідна|ut|utgående|sendt|ausgehend|ausgang|izlazni|odlazni|излазни|одлазни""",
}


def _by_word(names: dict[InteractionKind, str] | dict[Direction, str]) -> dict[str, str]:
    return {fold(word): str(meaning) for meaning, text in names.items() for word in text.split("|")}


_KIND_OF = _by_word(_KINDS)
_DIRECTION_OF = _by_word(_DIRECTIONS)


def interaction_kind(text: str) -> str:
    """The kind a word means; an empty cell is a note. Raises ``UnreadableError`` for a word not known."""
    word = fold(text)
    if not word:
        return InteractionKind.NOTE.value
    kind = _KIND_OF.get(word)
    if kind is None:
        raise UnreadableError(Fault.NOT_ONE_OF, allowed=", ".join(InteractionKind))
    return kind


def direction(text: str) -> str:
    """In, out or not told. Raises ``UnreadableError`` for a word not known."""
    word = fold(text)
    found = _DIRECTION_OF.get(word) if word else Direction.UNKNOWN.value
    if found is None:
        raise UnreadableError(Fault.NOT_ONE_OF, allowed="in, out")
    return found


def tier(text: str) -> str:
    """A, B, C or none. Raises ``UnreadableError`` for anything else."""
    letter = text.strip().upper()
    if letter and letter not in set(Tier):
        raise UnreadableError(Fault.NOT_ONE_OF, allowed=", ".join(Tier))
    return letter
