"""Importing workbooks: values as they were saved, formulas without one refused, bombs seen before they unpack."""

from __future__ import annotations

import base64
import contextlib
import zlib
from pathlib import Path

import pytest

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.errors import UserError
from crm_desktop.services import importing
from crm_desktop.services.importing import ImportSettings
from crm_desktop.storage.store import Store
from tests.services.importing_world import Bring, cell, row, xlsx, zipped

# Written by another program: Kovač 29.2.2024 12.5, Παπαδάκη 31.12.2025 1234, Bad 1.1.2026 #REF!; a second sheet.
OLD_WORKBOOK = zlib.decompress(
    base64.b85decode(
        r"c-rk)OGs2v82-+E=qQekuR;S6AuAIh+O*M|VhWXy+Vmi((HSVLnYc|+Ey}W4MG&+qA`)y7ge64w1cMeWf{9uLL7=s46%@2kZ~y<#"
        r"y_4DmPLyEW?{fb0pZ}cip4WdK_r6Y*P7aS%PhkOCpkvl4K;9giqEO%^LZE!dVbzNR6dWJR3Ize0$UGBIg0J#<4tc((py8hJoFwp("
        r"!af{DcRUuYT|%@;8^Vg)(5wvdJq_0>6r)PoRVK1uWVy(@Que9H&0@JEvYE<Gs=Y{A-3^;uKi;j?NnSBYg>m7$7t01z;wAg>*~=<j"
        r")<mm)D13OCWz-l&7y(UbXEYYIIUU3;UZL$xT}^uklc=D{9>F)K7WnF|>WNz4zO;4)vVWg%&;N}*KvTHTenm5YK{y8#yK<6Ty2D5>"
        r"<Q_W`wT~qcL_~IR6FrH8QF|KO*)P1%+TR~P9!n6XJ)DSA!PX<3Hlem5juQwYr~*(o^)Y>d!hQXY{#YN^b)YRAA)h;0$fttrBB6P^"
        r"NKn>R5y=QjL@$*U7NTxU-~RHZtFPDEFP1?$Inw9LYVHmkoMQ%&izP>TL?;r^AdK}Q&&yj^iC!(Tf;vfYeQ%|!bPP$E3zAz;^=uTp"
        r"wbsnh*OH$6yyIa_@{_fW^wG|#(-oudtYOsAc^4r*KSO9#jq2J}#v{v%mAeyt5Lxxht`yKhZrdIA5G}zB3PmjynNIQOs7y+8$BNl1"
        r"3tI`B$Kx5*&#f!NjTg+iSk7$bX<2xh@C=uy39mZEysa6Yo`t6i&m?(9;}r91h-Yd6N-=+>YSGH@fGeQg_a~OZJ5)w4SMN|+y@SU|"
        r"Mitpc)rSusK79D_;p5Ms<hGf<TO0C`kiMVgyZ?1&D9rl5N&Z{xq>sEf67*5I1u=?koXW|6R=`x=yVN2%-v2_zE~?$e0Q#gI13CLI"
        r"-LKW${w$gp`g=<#*ZOC3Y3Dz#{|A6h5o`"
    )
)


def purchases(store: Store) -> list[tuple[str, str, int]]:
    query = "SELECT a.name, day, amount FROM purchase p JOIN account a ON a.id = account_id ORDER BY p.id"
    return [(name, day_from(day).isoformat(), amount) for name, day, amount in store.rows(query)]


def refusal(bring: Bring, content: bytes, **told: object) -> str:
    with pytest.raises(UserError) as caught:
        bring(content, name="book.xlsx", **told)
    return str(caught.value)


ORDERS = row("Account", "Date", "Amount")


def test_days_keep_their_day_whatever_the_time_and_the_epoch(store: Store, bring: Bring) -> None:
    days = [(45351.9999999, "1"), (46022, "3"), (59, "1"), (60, "1"), (61, "1")]
    rows = [ORDERS, *(cell("A") + cell(serial, style=style) + cell(5) for serial, style in days)]
    result = bring(xlsx(rows), "purchases", "book.xlsx")
    assert [day for _, day, _ in purchases(store)] == ["2024-02-29", "2025-12-31", "1900-02-28", "1900-03-01"]
    assert [(rejected.row, rejected.reason) for rejected in result.rejected] == [(5, "29 February 1900 does not exist")]
    store.undo()
    later = xlsx([ORDERS, cell("A") + cell(43890, style="1") + cell(5)], head='<workbookPr date1904="1"/>')
    bring(later, "purchases", "later.xlsx")
    assert [day for _, day, _ in purchases(store)] == ["2024-03-01"]


def test_numbers_are_exact_and_tell_nothing_about_text(store: Store, bring: Bring) -> None:
    day = cell(46022, style="1")
    amounts = (cell(1.234), cell(0.1 + 0.2), cell(1e3), cell(-5), cell("1.234,50"))
    rows = [ORDERS, *(cell("A") + day + amount for amount in amounts)]
    result = bring(xlsx(rows), "purchases", "book.xlsx", currency="KWD")
    assert not result.rejected
    assert [amount for *_, amount in purchases(store)] == [1234, 300, 1_000_000, -5_000, 1_234_500]


def test_text_amounts_beside_numbers_stay_ambiguous(bring: Bring) -> None:
    day = cell(46022, style="1")
    book = xlsx([ORDERS, cell("A") + day + cell(99.9), cell("A") + day + cell("1.234")])
    assert '{"decimal": ","} or {"decimal": "."}' in refusal(bring, book, kind="purchases")


def test_formulas_give_their_saved_value_or_reject_the_row(store: Store, bring: Bring) -> None:
    day = cell(46022, style="1")
    rows = [
        ORDERS,
        cell("Cached") + day + cell("<f>10*12.5</f><v>125</v>", 't="n"'),
        cell("Never") + day + cell("<f>1+1</f>", 't="n"'),
        cell("Empty") + day + cell("<f>2+2</f><v></v>", 's="0"'),
        cell("Error") + day + cell("<v>#REF!</v>", 't="e"'),
        cell("<f>A1</f><v>#NAME?</v>", 't="e"') + day + cell(1),
    ]
    result = bring(xlsx(rows), "purchases", "book.xlsx")
    assert purchases(store) == [("Cached", "2025-12-31", 12_500)]
    assert [rejected.row for rejected in result.rejected] == [3, 4, 5, 6]
    assert "=1+1" in result.rejected[0].reason
    assert "#REF!" in result.rejected[2].reason


def test_a_failed_formula_in_a_column_left_out_does_no_harm(store: Store, bring: Bring) -> None:
    rows = [row("Account", "Margin"), cell("A") + cell("<v>#DIV/0!</v>", 't="e"')]
    assert bring(xlsx(rows), "accounts", "book.xlsx").imported == 1


def test_text_is_read_whole_whatever_its_form(store: Store, bring: Bring) -> None:
    strings = (
        "<sst><si><t>Account</t></si><si><r><t>Ko</t></r><r><t>vač</t></r><rPh><t>x</t></rPh></si>"
        "<si><t>a_x000D_b_x005F_x0041_</t></si></sst>"
    )
    shared = [cell(f"<v>{place}</v>", 't="s"') for place in range(3)]
    relations = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/s1.xml"/>'
        '<Relationship Id="t" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    parts = {"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": relations}
    bring(xlsx(shared, parts=parts), "accounts", "book.xlsx")
    assert [name for (name,) in store.rows("SELECT name FROM account ORDER BY id")] == ["Kovač", "a\nb_x0041_"]


def test_the_sheet_is_chosen_by_name_or_place_and_said(store: Store, bring: Bring, tmp_path: Path) -> None:
    book = xlsx([row("Account"), row("One")], [row("Account"), row("Two")], names=["First", "Orders"])
    result = bring(book, "accounts", "book.xlsx")
    assert "Orders" in result.warnings[0]
    assert not bring(book, "accounts", "book.xlsx", sheet="orders").warnings
    bring(book, "accounts", "book.xlsx", sheet=2)
    assert store.value("SELECT count(*) FROM account") == 2
    assert "First, Orders" in refusal(bring, book, sheet="Third")
    source = importing.read_source(tmp_path / "book.xlsx", ImportSettings())
    assert (source.sheet, source.sheets) == ("First", ("First", "Orders"))


def test_rows_are_numbered_as_in_the_sheet_and_empty_ones_passed_over(bring: Bring) -> None:
    parts = {
        "xl/worksheets/s1.xml": '<worksheet><sheetData><row r="3"><c r="B3" t="str"><v>Account</v></c></row>'
        '<row r="7"><c r="B7" t="str"><v>A</v></c><c r="D7" t="str"><v>beyond</v></c></row></sheetData></worksheet>'
    }
    result = bring(xlsx([], parts=parts), "accounts", "book.xlsx")
    assert [(rejected.row, rejected.reason) for rejected in result.rejected] == [
        (7, "1 cell more than there are columns")
    ]


def test_open_document_sheets(store: Store, bring: Bring) -> None:
    content = (
        '<d:document xmlns:d="d"><table name="Orders"><table-row><table-cell><p>Account</p></table-cell>'
        "<table-cell><p>Date</p></table-cell><table-cell><p>Amount</p></table-cell></table-row>"
        '<table-row number-rows-repeated="2"><table-cell><annotation><p>no</p></annotation><p>Ac<s c="2"/><span>me'
        '</span></p></table-cell><table-cell value-type="date" date-value="2025-01-31T00:00:00"/>'
        '<table-cell value-type="currency" value="12.5"><p>12,50 €</p></table-cell></table-row>'
        '<table-row number-rows-repeated="1000000"><table-cell number-columns-repeated="16384"/></table-row>'
        '<table-row><table-cell><p>B</p></table-cell><table-cell value-type="date" date-value="2025-01-31"/>'
        '<table-cell formula="of:=1/0" value-type="string"><p>#DIV/0!</p></table-cell></table-row>'
        "</table></d:document>"
    )
    result = bring(zipped({"content.xml": content}), "auto", "book.ods")
    assert purchases(store) == [("Ac  me", "2025-01-31", 1250)] * 2
    assert [rejected.row for rejected in result.rejected] == [1_000_004]


def test_old_workbooks(store: Store, bring: Bring) -> None:
    result = bring(OLD_WORKBOOK, "auto", "old.xls")
    assert purchases(store) == [("Kovač", "2024-02-29", 1250), ("Παπαδάκη", "2025-12-31", 123_400)]
    assert [rejected.row for rejected in result.rejected] == [4]
    assert "#REF!" in result.rejected[0].reason


@pytest.mark.parametrize("end", [0, 100, 600, 3_000])
def test_a_damaged_old_workbook_is_imported_or_refused(bring: Bring, end: int) -> None:
    for content in (OLD_WORKBOOK[: 512 + end], OLD_WORKBOOK[:512] + b"\xff" * end + OLD_WORKBOOK[512 + end :]):
        with contextlib.suppress(UserError):
            bring(content, "auto", "old.xls")


# --- what is refused


def test_bombs_are_refused(bring: Bring) -> None:
    zeros = b"<worksheet>" + b" " * (200 << 20)
    assert "unpacks" in refusal(bring, zipped({"xl/workbook.xml": "x", "xl/worksheets/s1.xml": zeros}))
    assert "unpacks" in refusal(bring, zipped({f"part{number}": "" for number in range(5_001)}))
    many = [row("Account"), *["<c/>" * 1_000_000] * 9]
    assert "unpacks" in refusal(bring, xlsx(many))
    repeated = '<table-row number-rows-repeated="900000"><table-cell><p>x</p></table-cell></table-row>'
    far = {"content.xml": f"<table>{repeated}</table>"}
    assert "unpacks" in refusal(bring, zipped(far))
    wide = {"xl/worksheets/s1.xml": '<worksheet><c r="ZZZ1" t="str"><v>x</v></c></worksheet>'}
    assert "unpacks" in refusal(bring, xlsx([], parts=wide))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/s1.xml", "docProps/core.xml"])
def test_definitions_of_entities_are_refused_wherever_they_stand(bring: Bring, part: str) -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><x>&a;&b;</x>'
    assert "DTD" in refusal(bring, xlsx([row("Account"), row("A")], parts={part: evil}))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04rest",
        zipped({"readme.txt": "no workbook"}),
        zipped({"content.xml": "<table"}),
        xlsx([row("Account")])[:-200],
        xlsx([], parts={"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
        xlsx([]),
        xlsx([cell("<v>7</v>", 't="s"')]),
    ],
)
def test_what_is_no_good_workbook_is_refused(store: Store, bring: Bring, content: bytes) -> None:
    assert len(refusal(bring, content)) > 20
    assert store.steps() == []


def test_macros_are_not_looked_at(store: Store, bring: Bring) -> None:
    book = xlsx([row("Account"), row("A")], parts={"xl/vbaProject.bin": "Auto_Open"})
    assert bring(book, "accounts", "book.xlsm").imported == 1


def test_a_second_time_changes_nothing(store: Store, bring: Bring) -> None:
    book = xlsx([ORDERS, cell("A") + cell(46022, style="1") + cell(5.5)] * 1)
    bring(book, "auto", "book.xlsx")
    after = store.dump()
    assert bring(book, "auto", "book.xlsx").duplicates == 1
    assert store.dump() == after


def test_merged_cells_hold_their_value_in_the_first_one_alone(store: Store, bring: Bring) -> None:
    # As a sheet is written: the other cells of a merged area are there and empty.
    nothing = "<c/>"
    title, upper, lower, last = (
        cell("Orders of spring") + nothing * 2,
        cell("Kovač") + cell(46022, style="3") + cell(5),
        nothing + cell(46023, style="3") + cell(7),
        cell("Acme") + cell(46024, style="3") + cell(9),
    )
    merged = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/></mergeCells>'
    result = bring(xlsx([title, ORDERS, upper, lower, last], tail=merged), name="book.xlsx")
    assert purchases(store) == [("Kovač", "2025-12-31", 500), ("Acme", "2026-01-02", 900)]
    assert [(rejected.row, rejected.reason) for rejected in result.rejected] == [(4, "No account name")]
