"""Sheets written in the usual way are read many cells at a time, and mean what they mean element by element."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.errors import UserError
from crm_desktop.services.importing import ImportSettings, read_source
from tests.services.importing_world import xlsx

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"))
NUMBERS = st.one_of(
    st.sampled_from(
        ["0", "-0", "0.5", "1.50", "747.0599999999999", "-83.70999999999999", "1E3", "1.5e-7", "45000.99999", "60", "x"]
    ),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers().map(str),
)
INSIDE = st.one_of(
    st.tuples(st.just(' t="inlineStr"'), TEXTS.map(lambda text: f"<is><t>{escape(text)}</t></is>")),
    st.tuples(st.just(' t="str"'), TEXTS.map(lambda text: f"<f>A1&amp;B1</f><v>{escape(text)}</v>")),
    st.tuples(st.sampled_from(["", ' s="1"', ' s="3"', ' t="n"', ' s="0" t="n"']), NUMBERS.map("<v>{}</v>".format)),
    st.tuples(st.just(' t="e"'), st.just("<v>#REF!</v>")),
    st.tuples(st.just(' t="b"'), st.sampled_from(["<v>0</v>", "<v>1</v>"])),
    st.tuples(
        st.just(""), st.sampled_from(["<f>SUM(A1:A9)</f>", '<f t="shared" si="0"/><v>7</v>', "<f>1/0</f><v></v>", ""])
    ),
)
ROWS = st.lists(st.dictionaries(st.sampled_from("ABCZ"), INSIDE, max_size=4), max_size=6)


def sheet(rows: list[dict[str, tuple[str, str]]], *, remark: str = "") -> bytes:
    """A workbook with a header and these rows; a remark in the XML makes it one that is read element by element."""
    written = ['<row r="1"><c r="A1" t="inlineStr"><is><t>Account</t></is></c></row>']
    for number, cells in enumerate(rows, 2):
        inner = "".join(
            f'<c r="{column}{number}"{told}>{inside}</c>' if inside else f'<c r="{column}{number}"{told}/>'
            for column, (told, inside) in sorted(cells.items())
        )
        written.append(f'<row r="{number}" spans="1:3">{inner}</row>')
    body = f"<worksheet><sheetData>{remark}{''.join(written)}</sheetData><pageMargins/></worksheet>"
    return xlsx([], parts={"xl/worksheets/s1.xml": body})


def read(content: bytes) -> list[tuple[int, list[tuple[str, str]]]]:
    """The number of each row and what its cells are: certain, failed, or text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(content)
        source = read_source(path, ImportSettings())
        return [(row.number, [(type(cell).__name__, cell) for cell in row.cells]) for row in source.rows()]


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_both_ways_of_reading_agree(rows: list[dict[str, tuple[str, str]]]) -> None:
    assert read(sheet(rows)) == read(sheet(rows, remark="<!-- unusual -->"))


HEADER = "".join(f'<c r="{column}1" t="inlineStr"><is><t>Name {column}</t></is></c>' for column in "ABC")


def full_sheet(rows: list[str], *, remark: str = "") -> bytes:
    """A workbook with a header of three columns and rows of XML."""
    body = f'<worksheet><sheetData>{remark}<row r="1">{HEADER}</row>{"".join(rows)}</sheetData></worksheet>'
    return xlsx([], parts={"xl/worksheets/s1.xml": body})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(INSIDE, INSIDE, INSIDE), max_size=5))
def test_both_ways_agree_where_every_row_has_a_cell_in_every_column(rows: list[tuple[tuple[str, str], ...]]) -> None:
    written = []
    for number, cells in enumerate(rows, 2):
        told = zip("ABC", cells, strict=True)
        inner = "".join(f'<c r="{column}{number}"{kind}>{inside}</c>' for column, (kind, inside) in told)
        written.append(f'<row r="{number}">{inner}</row>\n')
    assert read(full_sheet(written)) == read(full_sheet(written, remark="<!-- unusual -->"))


@pytest.mark.parametrize(
    "row",
    [
        '<c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="C3"><v>3</v></c>',
        '<c r="A2"><v>1</v></c><c r="C2"><v>2</v></c><c r="B2"><v>3</v></c>',
        '<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c><c r="C2"><v>3</v></c>',
        '<c r="B2"><v>1</v></c><c r="C2"><v>2</v></c><c r="D2"><v>3</v></c>',
        '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c>',
        '<c r="A2"><v>1</v></c><c r="B2"><v>2</v><extLst/></c><c r="C2"><v>3</v></c>',
        '<c r="A2"><v>1</v></c> <c r="B2"><v>2</v></c><d><e/></d><c r="C2"><v>3</v></c>',
        '<c r="A2"><v></v></c><c r="B2"/><c r="C2"><v>3</v></c>',
        '<c r="AA2"><v>1</v></c><c r="AB2"><v>2</v></c><c r="AC2"><v>3</v></c>',
    ],
)
def test_three_cells_that_are_no_full_row(row: str) -> None:
    """Among usual rows, so that it is the odd one that tells."""
    usual = "".join(f'<row r="{n}"><c r="A{n}"><v>4</v></c><c r="B{n}"><v>5</v></c><c r="C{n}"><v>6</v></c></row>'
                    for n in range(5, 9))  # fmt: skip
    rows = [f'<row r="2">{row}</row>', usual]
    assert read(full_sheet(rows)) == read(full_sheet(rows, remark="<!-- unusual -->"))


@pytest.mark.parametrize(
    "inside",
    [
        '<c r="A2" t="inlineStr"><is><r><t>Ac</t></r><r><t>me</t></r></is></c>',
        '<c r="A2" t="inlineStr"><is><t>A&#99;me</t></is></c>',
        '<c r="A2" t="inlineStr"><is><t><![CDATA[Acme]]></t></is></c>',
        '<c t="inlineStr"><is><t>Acme</t></is></c>',
        '<c r="A2" cm="1" t="inlineStr"><is><t>Acme</t></is></c>',
    ],
)
def test_what_is_written_otherwise_is_read_too(inside: str) -> None:
    usual = sheet([{"A": (' t="inlineStr"', "<is><t>Acme</t></is>")}])
    first = '<row><c t="str"><v>Account</v></c></row>'
    body = f'<worksheet><sheetData>{first}<row r="2">{inside}</row></sheetData></worksheet>'
    assert read(xlsx([], parts={"xl/worksheets/s1.xml": body})) == read(usual)


@pytest.mark.parametrize(
    "end", ["", "</sheetData>", "</sheetData></worksheet", '<row r="3"><c r="A3"></sheetData></worksheet>']
)
def test_a_sheet_cut_short_is_refused(end: str) -> None:
    body = '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Account</v></c></row>' + end
    with pytest.raises(UserError, match="damaged"):
        read(xlsx([], parts={"xl/worksheets/s1.xml": body}))


@pytest.mark.parametrize("cell", ["<c/>", '<c r="A2"/>'])
def test_a_sheet_of_nothing_but_empty_cells_is_refused(cell: str) -> None:
    body = "<worksheet><sheetData><row>" + cell * 3_100_000 + "</row></sheetData></worksheet>"
    with pytest.raises(UserError, match="unpacks"):
        read(xlsx([], parts={"xl/worksheets/s1.xml": body}))
