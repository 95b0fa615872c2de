"""The one error that people are meant to read; everything else is our bug."""

from __future__ import annotations


class UserError(Exception):
    """Something the person can understand and act on.

    ``what`` happened, what is ``safe``, what to ``do``: each a full sentence or empty.
    ``str(error)`` joins them, so that it can be shown as it is.
    """

    def __init__(self, what: str, safe: str = "", do: str = "") -> None:
        super().__init__(" ".join(part for part in (what, safe, do) if part))
        self.what = what
        self.safe = safe
        self.do = do
