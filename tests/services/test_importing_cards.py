"""Importing vCards and pasted tables."""

from __future__ import annotations

import time

import pytest

from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.services import accounts, contacts, importing
from crm_desktop.services.importing import ImportSettings
from crm_desktop.storage.store import Store
from tests.services.importing_world import TODAY, Bring

PEOPLE = """SELECT c.name, coalesce(a.name, ''), c.email, c.phone, f.role, c.notes FROM contact c
    LEFT JOIN affiliation f ON f.contact_id = c.id LEFT JOIN account a ON a.id = f.account_id ORDER BY c.id"""


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def test_cards_of_every_version(store: Store, bring: Bring) -> None:
    cards = (
        card(
            "FN:Žan Kovač", "N:Kovač;Žan;;;", "ORG:Kovač\\, sin;Sales", "TITLE:Buyer",
            "item1.EMAIL;TYPE=WORK:zan@example.org", "TEL;TYPE=CELL:+386 40 111 222", "TEL;TYPE=pref:+386 1 1",
            "NOTE:a long no", " te\\, with\\nlines",
        )
        + card("FN:Ελένη Παππά", 'TEL;VALUE=uri;TYPE="voice,cell":tel:+30-697;ext=1', version="4.0", end="\n")
        + card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=98rn;K=C3=A5re",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:K=C3=A5re =", "=C3=98rn",
            "ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1250:Kova=E8", version="2.1",
        )
        + card("N:Berg;Ola;;;")
    )  # fmt: skip
    assert bring(cards, "auto", "people.vcf").imported == 4
    assert store.rows(PEOPLE) == [
        ("Žan Kovač", "Kovač, sin", "zan@example.org", "+386 1 1", "Buyer",
         "a long note, with\nlines\nPhone: +386 40 111 222"),
        ("Ελένη Παππά", "", "", "+30-697", None, ""),
        ("Kåre Ørn", "Kovač", "", "", "", ""),
        ("Ola Berg", "", "", "", None, ""),
    ]  # fmt: skip
    assert bring(cards, "auto", "people.vcf").duplicates == 4


def test_a_nameless_card_is_rejected_alone(store: Store, bring: Bring) -> None:
    result = bring(card("FN:A") + card("EMAIL:x@example.org") + card("FN:C"), "contacts", "people.vcf")
    assert [(rejected.row, rejected.reason) for rejected in result.rejected] == [(3, "No name")]
    assert result.imported == 2


def test_pictures_take_no_time(store: Store, bring: Bring) -> None:
    photo = ["PHOTO;ENCODING=b:" + "A" * 60, *[" " + "A" * 70] * 40_000]
    began = time.monotonic()
    assert (
        bring(card("FN:A", *photo) + card("FN:B", "NOTE:x", *[" y"] * 40_000), "contacts", "people.vcf").imported == 2
    )
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "content",
    [
        "BEGIN:VCARD\r\nFN:A\r\n" * 20_000 + "END:VCARD\r\n" * 20_000,
        card("FN:A") + "BEGIN:VCARD\r\nFN:B\r\n",
        "BEGIN:VCARD\r\nEND:VCARD",
    ],
)
def test_nested_cut_and_empty_cards_are_refused(store: Store, bring: Bring, content: str) -> None:
    with pytest.raises(UserError):
        bring(content, "contacts", "people.vcf")
    assert store.steps() == []


# --- pasted


def pasted(store: Store, text: str) -> importing.ImportResult:
    told = ImportSettings()
    source = importing.read_pasted(text, told)
    plan = importing.plan_import(store, source, importing.propose_mapping(source), told, today=TODAY)
    return importing.write_import(store, plan)


def test_a_pasted_table(store: Store) -> None:
    text = 'Account\tNotes\tPhone\nKovač\t"two\nlines"\t1\n\nFjord\t12" pipe\t2\n'
    assert pasted(store, text).imported == 2
    assert store.rows("SELECT name, notes FROM account ORDER BY id") == [("Kovač", "two\nlines"), ("Fjord", '12" pipe')]
    assert store.steps()[0].label == "Import 2 accounts from Pasted table"


def test_a_quote_that_is_none(store: Store) -> None:
    assert pasted(store, 'Account\tNotes\nA\t"12" pipe\nB\t"\n').imported == 2


def test_nothing_to_paste(store: Store) -> None:
    with pytest.raises(UserError):
        pasted(store, " \n\t\n".replace(" ", ""))


def test_a_fax_is_nobodys_telephone_and_the_preferred_address_goes_first(store: Store, bring: Bring) -> None:
    bring(
        card(
            "FN:Ana Novak", "TEL;TYPE=FAX,PREF:+38612345678", "TEL;TYPE=CELL:+38640123456",
            "EMAIL:c@example.org", "EMAIL;PREF=2:b@example.org", "EMAIL;PREF=1:a@example.org",
        ),
        "contacts",
        "people.vcf",
    )  # fmt: skip
    assert store.rows("SELECT phone, email, notes FROM contact") == [
        ("+38640123456", "a@example.org", "E-mail: b@example.org\nE-mail: c@example.org\nPhone: +38612345678")
    ]


@pytest.mark.parametrize("end", [b"\r\n ", b"\n\t"])
def test_letters_that_a_fold_cut_in_two_are_put_together(store: Store, bring: Bring, end: bytes) -> None:
    """Lines are folded after 75 bytes, and some programs do not look whether a letter ends there."""
    name = "Ελένη Παπαδοπούλου".encode()
    cards = [
        card("FN:NAME", f"EMAIL:e{cut}@example.org").encode().replace(b"NAME", name[:cut] + end + name[cut:])
        for cut in range(1, len(name))
    ]
    assert bring(b"".join(cards), "contacts", "people.vcf").imported == len(name) - 1
    assert store.rows("SELECT DISTINCT name FROM contact") == [(name.decode(),)]


def test_what_is_only_written_otherwise_does_not_differ(store: Store, bring: Bring) -> None:
    account = accounts.add(store, AccountFields(name="Kovač", phone="+386 1 555 11 22"))
    contacts.add(store, account, ContactFields(name="Žan", phone="+386 40 111 222", email="zan@example.org"))
    same = card("FN:Žan", "ORG:Kovač", "TEL:+38640111222", "EMAIL:Zan@example.org")
    assert (bring(same, "contacts", "people.vcf").duplicates, bring(same, "contacts", "people.vcf").warnings) == (1, ())
    other = card("FN:Žan", "ORG:Kovač", "TEL:+38640111223", "EMAIL:zan@example.org")
    assert bring(other, "contacts", "people.vcf").warnings[0].startswith("1 value differs")
    rows = "Account,Phone\nKovač,+38615551122\n"
    assert bring(rows, "accounts").warnings == ()
