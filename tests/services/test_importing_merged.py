"""A file that names what was merged into something else means what is left of it, by name, e-mail and number."""

from __future__ import annotations

import pytest

from crm_desktop.services import merging, merging_people
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring

START = (
    "Account,Phone,E-mail,Website,Tier\n"
    "Kovač,+38640986825,info@kovac.si,kovac.si,B\n"
    "Mizarstvo Kovač,+38641222333,mizar@posta.si,mizarstvo.si,C\n"
)
MODES = (None, "create", "update", "both")


@pytest.fixture
def bring(store: Store, bring: Bring) -> Bring:
    bring(START, name="start.csv")
    merging.merge(store, number(store, "Kovač"), number(store, "Mizarstvo Kovač"))
    return bring


def number(store: Store, name: str, table: str = "account") -> int:
    return int(store.value(f"SELECT id FROM {table} WHERE name = ?", (name,)))


def names(store: Store) -> list[str]:
    return [name for (name,) in store.rows("SELECT name FROM account WHERE deleted_at IS NULL ORDER BY id")]


@pytest.mark.parametrize("mode", MODES)
def test_orders_of_a_merged_account_go_to_the_one_that_is_left(store: Store, bring: Bring, mode: str | None) -> None:
    told = {"mode": mode} if mode else {}
    content = "Account,Date,Amount\nMizarstvo Kovač,2026-01-05,5\nKovač,2026-01-05,5\nMizarstvo Kovač,2026-01-06,7\n"
    assert bring(content, **told).imported == 3
    assert names(store) == ["Kovač"]
    assert store.rows("SELECT DISTINCT account_id FROM purchase") == [(number(store, "Kovač"),)]
    # Two equal orders, one under each name, are two; and the file brings nothing a second time.
    assert bring(content, **told).imported == 0
    more = "Account,Date,Amount\n" + "Kovač,2026-01-05,5\nMizarstvo Kovač,2026-01-05,5\nKovač,2026-01-05,5\n"
    assert bring(more, name="more.csv", **told).imported == 1


@pytest.mark.parametrize(
    ("row", "mode"),
    [
        *(("Mizarstvo Kovač,,,,A,Trg 1", mode) for mode in MODES),
        *(("Mizarstvo Kovac,,MIZAR@posta.si,,A,Trg 1", mode) for mode in MODES[1:]),
        *(("Kovač mizar,041 222 333,,,A,Trg 1", mode) for mode in MODES[1:]),
        *(("Kovač mizar,,,mizarstvo.si,A,Trg 1", mode) for mode in MODES[1:]),
    ],
)
def test_what_a_file_says_about_a_merged_account_is_about_the_one_that_is_left(
    store: Store, bring: Bring, row: str, mode: str | None
) -> None:
    told = {"country": "SI"} | ({"mode": mode} if mode else {})
    content = f"Account,Phone,E-mail,Website,Tier,Address\n{row}\n"
    bring(content, **told)
    assert len(names(store)) == 1
    address, tier = store.row("SELECT address, tier FROM account WHERE deleted_at IS NULL") or ()
    assert address == ("" if mode == "create" else "Trg 1")
    assert tier == ("A" if mode in ("update", "both") else "B")
    before = store.dump()
    assert bring(content, **told).imported == 0
    assert store.dump() == before


def test_the_name_chosen_when_merging_is_kept(store: Store, bring: Bring) -> None:
    content = "Account,Tier\nMizarstvo Kovač,A\nKovač,A\n"
    bring(content, mode="both")
    assert names(store) == ["Kovač"]


@pytest.mark.parametrize("mode", ["update", "both"])
def test_our_own_number_of_a_merged_account_is_followed(store: Store, bring: Bring, mode: str) -> None:
    gone = number(store, "Mizarstvo Kovač")
    bring(f"Id,Account,Tier\n{gone},Mizarstvo Kovač,A\n", mode=mode)
    assert store.rows("SELECT name, tier FROM account WHERE deleted_at IS NULL") == [("Kovač", "A")]


def test_one_that_was_made_anew_under_the_name_goes_before_the_merged_one(store: Store, bring: Bring) -> None:
    with store.operation("Second"):
        store.database.connection().execute(
            "INSERT INTO account (id, name, name_key, search) VALUES (?, 'Mizarstvo Kovač', 'mizarstvo kovac', '')",
            (store.ids.take(1)[0],),
        )
    bring("Account,Date,Amount\nMizarstvo Kovač,2026-01-05,5\n")
    assert store.value("SELECT a.name FROM purchase p JOIN account a ON a.id = p.account_id") == "Mizarstvo Kovač"


def test_what_was_merged_into_something_in_the_bin_is_new_again(store: Store, bring: Bring) -> None:
    with store.operation("Delete"):
        store.database.connection().execute("UPDATE account SET deleted_at = 1 WHERE name = 'Kovač'")
    bring("Account,Date,Amount\nMizarstvo Kovač,2026-01-05,5\n")
    assert names(store) == ["Mizarstvo Kovač"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", ["Kovač,Ana K.,ana.k@posta.si,+38641777888", "Kovač,Ana K.,,"])
def test_a_merged_person_is_not_made_again(store: Store, bring: Bring, mode: str | None, row: str) -> None:
    bring("Account,Full name,E-mail,Phone\nKovač,Ana Kos,ana@kovac.si,\nKovač,Ana K.,ana.k@posta.si,+38641777888\n")
    merging_people.merge(store, number(store, "Ana Kos", "contact"), number(store, "Ana K.", "contact"))
    told = {"mode": mode} if mode else {}
    bring(f"Account,Full name,E-mail,Phone\n{row}\n", name="again.csv", **told)
    assert store.value("SELECT count(*) FROM contact WHERE deleted_at IS NULL") == 1
    bring("Account,Date,Type,Contact,Subject\nKovač,2026-01-05,call,Ana K.,x\n", name="calls.csv", **told)
    assert store.value("SELECT count(*) FROM contact WHERE deleted_at IS NULL") == 1
    kept = number(store, "Ana Kos", "contact")
    assert store.value("SELECT contact_id FROM interaction") == kept


def test_a_merged_person_without_an_account_is_not_made_again(store: Store, bring: Bring) -> None:
    bring("Full name,E-mail\nAna Kos,ana@kovac.si\nAna K.,ana.k@posta.si\n", "contacts")
    merging_people.merge(store, number(store, "Ana Kos", "contact"), number(store, "Ana K.", "contact"))
    bring("Full name,E-mail\nAna K.,ana.k@posta.si\nAna Kos,other@posta.si\n", "contacts", name="again.csv")
    found = store.rows("SELECT name, email FROM contact WHERE deleted_at IS NULL ORDER BY id")
    assert found == [("Ana Kos", "ana@kovac.si"), ("Ana Kos", "other@posta.si")]
    assert bring("Full name,E-mail\nAna Kos,other@posta.si\nAna K.,\n", "contacts", name="3.csv").imported == 0
