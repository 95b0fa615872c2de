"""A whole column of plain amounts reads as each of them does alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.parsing import UnreadableError
from crm_desktop.domain.parsing_amounts import parse_amount, parse_plain_amounts

_CELLS = st.one_of(
    st.from_regex(r"-?[0-9]{1,4}([.,][0-9]{0,3})?", fullmatch=True),
    st.sampled_from(["", " 1", "1\n2", "€5", "1.234,5", "٣", "--1", "1e5"]),
)


@given(st.lists(_CELLS, min_size=1, max_size=5), st.sampled_from(".,"), st.sampled_from([0, 2, 3]))
def test_a_column_is_read_as_its_cells_are(texts: list[str], decimal: str, exponent: int) -> None:
    column = parse_plain_amounts(texts, decimal=decimal, exponent=exponent)
    if column is None:
        return
    currency = {0: "JPY", 2: "EUR", 3: "KWD"}[exponent]
    alone = []
    for text in texts:
        try:
            alone.append(parse_amount(text, decimal=decimal, currency=currency, certain=True, exponent=exponent))
        except UnreadableError:
            alone.append(None)
    assert column == alone


def test_plain_columns_are_plain() -> None:
    assert parse_plain_amounts(["12.50", "-3.00"], decimal=".", exponent=2) == [1250, -300]
    assert parse_plain_amounts(["12,5", "3"], decimal=",", exponent=2) == [1250, 300]
    assert parse_plain_amounts(["12", "3"], decimal=".", exponent=0) == [12, 3]
    assert parse_plain_amounts(["12.5"], decimal=",", exponent=2) is None
    assert parse_plain_amounts(["1\n2"], decimal=".", exponent=2) is None
