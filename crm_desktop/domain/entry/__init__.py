"""The one-line entry: ``read_line`` finds what a typed line says, ``render`` writes it back."""

from crm_desktop.domain.entry.days import read_day, read_time
from crm_desktop.domain.entry.ghost import ghost
from crm_desktop.domain.entry.pieces import Amount, Line, Piece, Promised, Span, Told, carried
from crm_desktop.domain.entry.prose import prose
from crm_desktop.domain.entry.reading import read_line
from crm_desktop.domain.entry.rendering import Said, render

__all__ = [
    "Amount", "Line", "Piece", "Promised", "Said", "Span", "Told",
    "carried", "ghost", "prose", "read_day", "read_line", "read_time", "render",
]  # fmt: skip
