"""Encodings: told by the letters where one page only can be meant, else asked about with a sample of each."""

from __future__ import annotations

import contextlib

import pytest

from crm_desktop.domain.errors import UserError
from crm_desktop.services.importing import UnclearEncodingError
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring

NAMES = {
    "sl": ["Kovač d.o.o.", "Šoštanj – žaga", "Čebelarstvo Žižek", "Müller GmbH"],
    "el": ["Αρτοποιείο Παπαδάκης", "Ελένη Παππά", "Άλφα ΑΕ"],
    "uk": ["Пекарня Київ", "ТОВ «Дніпро-Пак»", "Їжак"],
    "sr": ["Пекара Стојановић", "Ђорђе Његош"],
    "nb": ["Bjørnstad Bryggeri", "Åse Kåre", "Fjærland"],
    "pl": ["Łódź", "Zakład Świętokrzyski"],
    "lt": ["Šiaulių kepykla", "Ėglė"],
    "fr": ["Boulangerie Très Bonne", "François"],
}
PAGES = ("cp1250", "cp1251", "cp1252", "cp1253", "cp1257", "iso8859-7", "iso8859-2", "cp852", "cp437", "koi8-u")


def names(store: Store) -> list[str]:
    return [name for (name,) in store.rows("SELECT name FROM account ORDER BY id")]


def has(page: str, text: str) -> bool:
    try:
        text.encode(page)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("language", "page"),
    [(language, page) for language, words in NAMES.items() for page in PAGES if has(page, "".join(words))],
)
def test_letters_are_read_right_or_asked_about(store: Store, bring: Bring, language: str, page: str) -> None:
    text = "\n".join(["Account", *NAMES[language]])
    content = text.encode(page)
    with contextlib.suppress(UserError):
        result = bring(content)
        assert "letters were read" in result.warnings[0]
    assert names(store) in ([], NAMES[language])


@pytest.mark.parametrize(
    ("language", "page"),
    [("sl", "cp1250"), ("el", "cp1253"), ("el", "iso8859-7"), ("uk", "cp1251"), ("sr", "cp1251"), ("nb", "cp1252"),
     ("lt", "cp1257"), ("pl", "cp852")],
)  # fmt: skip
def test_what_can_be_told_is_told(store: Store, bring: Bring, language: str, page: str) -> None:
    assert bring("\n".join(["Account", *NAMES[language]]).encode(page)).imported == len(NAMES[language])


def test_what_cannot_be_told_is_asked_with_a_sample_of_each(bring: Bring) -> None:
    with pytest.raises(UnclearEncodingError) as caught:
        bring("Account\nKovač\n".encode("cp1250"))
    assert caught.value.samples == {"cp1250": "Kovač", "cp1252": "Kovaè"}
    assert '{"encoding": "cp1250"} (“Kovač”) or {"encoding": "cp1252"} (“Kovaè”)' in str(caught.value)
    assert bring("Account\nKovač\n".encode("cp1250"), encoding="cp1250").imported == 1


@pytest.mark.parametrize("rows", ["Kovač\nŠoštanj\n".encode() + b"\xc3\n", bytes(range(128, 256))])
def test_damaged_text_is_refused(store: Store, bring: Bring, rows: bytes) -> None:
    with pytest.raises(UserError) as caught:
        bring(b"Account\n" + rows)
    assert "encoding" in str(caught.value)
    assert "line" in str(caught.value)
    assert names(store) == []


def test_a_long_run_of_letters_takes_no_longer_than_it_is(bring: Bring) -> None:
    with pytest.raises(UserError):
        bring(b"Account,Notes\nA," + b"x" * 3_000_000 + b"\xe8\n\x81")
