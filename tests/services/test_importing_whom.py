"""Orders, calls and ratings find their account by our number, e-mail, phone and domain, of it or of its people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.services.exporting import everything
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring, bringing

ACCOUNTS = (
    "Account,Email,Phone,Website\n"
    "Alpha,info@alpha.si,+38640111111,alpha.si\n"
    "Beta,info@beta.si,+38640222222,www.beta.si\n"
    "Gamma,shared@gmail.com,,\n"
    "Delta,shared@gmail.com,+38640444444,\n"
)
PEOPLE = (
    "Company,Full name,E-mail,Phone\nAlpha,Ana,ana@private.si,+38641999999\nGamma,Eva,eva@x.si,\nDelta,Eva,eva@x.si,\n"
)


@pytest.fixture
def bring(bring: Bring) -> Bring:
    bring(ACCOUNTS, "accounts")
    bring(PEOPLE, "contacts")
    return bring


def bought(store: Store) -> dict[str, str]:
    return {row["reference"]: row["account"] for row in everything(store)["purchases"]}


def _emails(store: Store) -> dict[str, str]:
    return dict(store.rows("SELECT name, email FROM account"))


@pytest.mark.parametrize(
    ("header", "cell", "account"),
    [
        ("Customer email", "INFO@alpha.si", "Alpha"),
        ("Customer email", "ana@private.si", "Alpha"),
        ("Customer email", "orders@beta.si", "Beta"),
        ("Phone", "0038640222222", "Beta"),
        ("Phone", "+386 41 999 999", "Alpha"),
        ("Website", "https://www.alpha.si/shop", "Alpha"),
    ],
)
def test_an_order_without_a_name_finds_its_account(
    store: Store, bring: Bring, header: str, cell: str, account: str
) -> None:
    result = bring(f"{header};Date;Amount;Currency;Reference\n{cell};2026-01-05;1,50;EUR;R1\n")
    assert (result.kind, result.imported) == ("purchases", 1)
    assert bought(store) == {"R1": account}


def test_our_own_number_goes_before_the_name(store: Store, bring: Bring) -> None:
    own = store.value("SELECT id FROM account WHERE name = 'Beta'")
    bring(f"Id;Account;Date;Type;Subject\n{own};Alpha;2026-01-05;call;S\n")
    assert [row["account"] for row in everything(store)["interactions"]] == ["Beta"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("nobody@x.si;", "Nobody here has “nobody@x.si”"),
        (";", "No account name"),
        ("shared@gmail.com;", "“shared@gmail.com” fits more than one account: “Gamma”, “Delta”"),
        ("eva@x.si;", "“eva@x.si” fits more than one account: “Gamma”, “Delta”"),
        ("info@alpha.si;+38640222222", "“info@alpha.si, +38640222222” fits more than one account: “Alpha”, “Beta”"),
    ],
)
def test_nobody_is_guessed(store: Store, bring: Bring, cells: str, reason: str) -> None:
    result = bring(f"Email;Phone;Date;Score\n{cells};2026-01-05;9\ninfo@beta.si;;2026-01-06;8\n")
    assert [(row.row, row.reason) for row in result.rejected] == [(2, reason)]
    assert [row["account"] for row in everything(store)["ratings"]] == ["Beta"]


def test_two_things_told_can_mean_one_account_together(store: Store, bring: Bring) -> None:
    bring("Email;Phone;Date;Score\nshared@gmail.com;+38640444444;2026-01-05;9\n")
    assert [row["account"] for row in everything(store)["ratings"]] == ["Delta"]


def test_a_row_without_a_name_is_found_by_what_another_row_tells(store: Store, bring: Bring) -> None:
    header = "Account;Email;Date;Amount;Currency;Reference\n"
    bring(header + ";new@new.si;2026-01-05;1,50;EUR;R1\nNew;new@new.si;2026-01-06;1,50;EUR;R2\n")
    assert bought(store) == {"R1": "New", "R2": "New"}


def test_the_name_is_followed_and_the_contradiction_told(store: Store, bring: Bring) -> None:
    result = bring("Account;Email;Date;Amount;Currency;Reference\nAlpha;info@beta.si;2026-01-05;1,50;EUR;R1\n")
    assert bought(store) == {"R1": "Alpha"}
    assert any("“Alpha” beside that of “Beta”" in warning for warning in result.warnings)


def test_an_import_that_creates_nothing_finds_a_name_of_nobody_by_its_address(store: Store, bring: Bring) -> None:
    result = bring("Account;Email;Date;Type;Subject\nBeta Ltd;info@beta.si;2026-01-05;call;S\n", mode="update")
    assert [row["account"] for row in everything(store)["interactions"]] == ["Beta"]
    assert any("“Beta Ltd” was taken for “Beta”" in warning for warning in result.warnings)


def test_what_only_told_the_account_does_not_become_its_address(store: Store, bring: Bring) -> None:
    before = everything(store)["accounts"]
    result = bring("Email;Phone;Date;Amount;Currency\nana@private.si;+38641999999;2026-01-05;1,50;EUR\n")
    assert everything(store)["accounts"] == before
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("mode", "lines"),
    [
        ("both", ";info@alpha.si;new.si;1\nAlpha;other@new.si;;2\nNew;new@new.si;;3\n"),
        ("update", "Newer;x@alpha.si;;1\nAlpha;other@new.si;new.si;2\n"),
        ("update", "Newer;shared@gmail.com;;1\nGamma;other@new.si;;2\n"),
        ("update", ";shared@gmail.com;;1\nGamma;eva@x.si;;2\n"),
    ],
)
def test_an_address_by_which_a_row_is_found_is_not_replaced_by_another_row(
    store: Store, bring: Bring, mode: str, lines: str
) -> None:
    content = "Account;Email;Website;Amount;Date;Currency\n" + lines.replace("\n", ",50;2026-01-05;EUR\n")
    before = _emails(store)
    first = bring(content, "purchases", mode=mode)
    once = everything(store)
    assert before.items() <= _emails(store).items()
    assert any("keeps its address" in warning for warning in first.warnings)
    again = bring(content, "purchases", mode=mode)
    assert everything(store) == once
    assert [row.row for row in again.rejected] == [row.row for row in first.rejected]


def test_a_list_of_people_is_not_taken_for_calls(bring: Bring) -> None:
    assert bring("Full name;Email;Date;Notes\nIda;ida@x.si;2026-01-05;met\n").kind == "contacts"


CELLS = st.tuples(
    st.sampled_from(["", "Alpha", "Gamma", "New", "Newer"]),
    st.sampled_from(["", "info@alpha.si", "shared@gmail.com", "new@new.si", "other@new.si", "eva@x.si", "x@alpha.si"]),
    st.sampled_from(["", "+38640222222", "+38649000000"]),
    st.sampled_from(["", "new.si", "beta.si"]),
    st.sampled_from(["", "Ana", "Nina"]),
)


@settings(max_examples=25)
@given(rows=st.lists(CELLS, max_size=6), mode=st.sampled_from([None, "create", "update", "both"]))
def test_the_same_orders_twice_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], mode: str | None
) -> None:
    folder = tmp_path_factory.mktemp("whom")
    store = Store(folder / "work.crm", create=True)
    try:
        run = bringing(store, folder)
        run(ACCOUNTS, "accounts")
        run(PEOPLE, "contacts")
        told = {} if mode is None else {"mode": mode}
        lines = [";".join((*row, "2026-01-05", "1,50", "EUR")) for row in rows]
        content = "\n".join(["Account;Email;Phone;Website;Contact person;Date;Amount;Currency", *lines, ""])
        run(content, "purchases", **told)
        once = everything(store)
        run(content, "purchases", **told)
        assert everything(store) == once
    finally:
        store.close()
