"""How alike two accounts or two people are, with the reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.contact_points import is_free_mail, own_domain, phone_key
from crm_desktop.domain.firm_names import firm_name
from crm_desktop.domain.known import Known, Reason, account, person
from crm_desktop.domain.likeness import Likeness, likeness, worth_comparing
from crm_desktop.domain.name_likeness import written_alike
from crm_desktop.domain.rarity import Rarity

RARITY = Rarity(5_000, lambda _kind, _value: 1)


def compared(one: Known, other: Known) -> Likeness:
    return likeness(one, other, RARITY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kovač, d. o. o.", "KOVAC"),
        ("Müller GmbH & Co. KG", "Mueller AG"),
        ("Αφοί Παπαδάκη Α.Ε.", "Afoi Papadaki"),
        ("ТОВ «Друкарня Коваленко»", "Drukarnia Kovalenko"),
        ("Пекара Стојановић д.о.о.", "Pekara Stojanović"),
        ("Товариство з обмеженою відповідальністю «Млин»", "Млин"),
        ("Fjordmat AS", "Fjordmat A/S"),
        ("Bakery Ltd", "Bakery Limited"),
        ("Janez Kovač s.p.", "Kovač Janez"),
        ("Café Zvezda", "Cafe\u0301 Zvezda"),
    ],
)
def test_legal_forms_scripts_and_accents_are_set_aside(one: str, other: str) -> None:
    assert firm_name(one).key == firm_name(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("W00240", "W02240"),
        ("Customer 10112", "Customer 10113"),
        ("Acct-1000457", "Acct-1000547"),
        ("Store 2211", "Store 221"),
        ("Hotel 4x4", "Hotel 44x4"),
        ("C0045", "C00456"),
    ],
)
def test_a_number_in_a_name_is_no_slip_of_the_fingers(one: str, other: str) -> None:
    assert compared(account(name=one), account(name=other)).bits <= 0
    assert compared(account(name=one), account(name=one)).bits > 0


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Bakery Wren Ltd", "Bakeri Wren", 90),
        ("Kovač Nova d.o.o.", "KOVAC NOVA", 100),
        ("Ковач", "Kovač", 100),
        ("Αφοί Παπαδάκη Α.Ε.", "Afoi Papadaki", 100),
        ("Кovač Nova", "Kovač Nova", 100),  # the first letter of one is Cyrillic
        ("Wren & Daughters", "Daughters and Wren", 100),
        ("d.o.o. Mlin", "Mlin", 100),
        ("Schmidt", "Smidt", 83),
        ("", "", 100),
    ],
)
def test_names_that_sound_the_same_are_the_same_only_where_they_are_written_so(
    one: str, other: str, alike: int
) -> None:
    assert written_alike(one, other) == written_alike(other, one) == alike


@pytest.mark.parametrize("name", ["AS", "S.p.A.", "d.o.o.", "&", "«»", "1", "И"])
def test_a_name_of_nothing_but_a_form_stays_a_name(name: str) -> None:
    known = account(name=name)
    assert compared(known, known).name == 100


def test_a_number_is_the_same_with_and_without_its_country() -> None:
    assert phone_key("+386 41 555 207") == phone_key("041/555-207") == phone_key("0038641555207") != ""
    assert phone_key("112") == ""


def test_a_free_mail_provider_is_nobodys_domain() -> None:
    assert own_domain("ana@gmail.com", "") is None
    assert own_domain("ana@kovac.co.uk", "") == ("kovac", "kovac.co.uk")
    assert own_domain("ana@gmail.com", "https://www.kovac.si/kontakt") == ("kovac", "kovac.si")
    for host in ("gmail.com", "telenor.no", "ziggo.nl", "mail.yahoo.co.uk", "qq.com"):
        assert is_free_mail(host)
        assert own_domain(f"ana@{host}", "") is None
    # A shop on somebody's site has no domain of its own, but who writes from there works there.
    assert own_domain("", "https://amazon.com/shops/kovac") is None
    assert not is_free_mail("amazon.com")
    assert not is_free_mail("kovac.si")
    assert not is_free_mail("")


def test_what_agrees_is_said() -> None:
    found = compared(
        account(
            name="Mizarstvo Kovač d.o.o.", phone="041 555 207", website="kovac.si", address="Mlinska 5, 1000 Ljubljana"
        ),
        account(
            name="Kovac Mizarstvo", phone="+386 41 555 207", email="info@kovac.si", address="Mlinska 5 Ljubljana 1000"
        ),
    )
    assert found.bits > 10
    assert set(found.reasons) == {Reason.NAME, Reason.PHONE, Reason.DOMAIN, Reason.ADDRESS}
    assert found.name == 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Pekarna Novak", "phone": "041555207", "address": "Glavna 5, 1000 Ljubljana"},
         {"name": "Mizarstvo Novak", "phone": "041555207", "address": "Glavna 5, 1000 Ljubljana"}),
        ({"name": "Mizarstvo Kovač"}, {"name": "Mizarstvo Kovačević"}),
        ({"name": "Hansen Bakeri AS"}, {"name": "Jensen Bakeri AS"}),
        ({"name": "Ljubljana Zvezda", "website": "a.si"}, {"name": "Maribor Luna", "website": "b.si"}),
    ],
)  # fmt: skip
def test_brothers_and_neighbours_are_two(one: dict[str, str], other: dict[str, str]) -> None:
    assert compared(account(**one), account(**other)).bits < 0


def test_branches_are_two_where_many_addresses_name_the_place() -> None:
    rarity = Rarity(5_000, lambda kind, _value: 50 if kind == "place" else 2)
    one = account(name="Mercator Maribor", website="mercator.si", address="Trg 5, 2000 Maribor")
    other = account(name="Mercator Celje", website="mercator.si", address="Cesta 1, 3000 Celje")
    assert likeness(one, other, rarity).bits < 0


def test_letters_that_only_look_the_same_are_told() -> None:
    found = compared(account(name="Acme Trade"), account(name="Асme Trade"))
    assert Reason.SCRIPT in found.reasons
    assert found.bits > 0


def test_two_people_of_one_name_are_two_until_something_else_agrees() -> None:
    assert compared(person(name="Ana Novak"), person(name="Ana Novak")).bits < 0
    assert compared(person(name="Ana Novak", email="a@b.si"), person(name="Novak Ana", email="A@b.si")).bits > 0
    found = compared(person(name="Ana Novak", employers=[7]), person(name="Ana Novak", employers=[7]))
    assert found.bits > 0
    assert Reason.EMPLOYER in found.reasons


NAMES = st.text(st.sampled_from("abkčđøАбВгαβ Νd.o. &«»0"), min_size=1, max_size=20)


@given(NAMES, NAMES, st.sampled_from(["", "041555207", "031555208"]), st.sampled_from(["", "kovac.si", "x.com"]))
def test_likeness_does_not_depend_on_the_order_and_the_quick_look_misses_nothing(
    one: str, other: str, phone: str, website: str
) -> None:
    first, second = (
        account(name=one, phone=phone, website=website),
        account(name=other, phone="041555207", website=website),
    )
    assert compared(first, second).bits == pytest.approx(compared(second, first).bits)
    assert worth_comparing(first, second) == worth_comparing(second, first)
    if compared(first, second).bits > 6:
        assert worth_comparing(first, second)
