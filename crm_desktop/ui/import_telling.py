"""What a person tells about a file on the Import page, as the next request to try it out."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.ui.import_trial import Request, Trial
from crm_desktop.ui.widgets.reading_choices import with_setting

_MAKE_OTHER_COLUMNS = ("encoding", "delimiter", "sheet")


def with_kind(request: Request | None, kind: str) -> Request | None:
    """The rows are of this kind; the columns are matched anew."""
    if request is None:
        return None
    return replace(request, kind=kind, fields=None, by_hand=request.by_hand | {"kind"})


def with_field(request: Request | None, trial: Trial | None, column: int, name: str) -> Request | None:
    """A column is this field."""
    if request is None or trial is None or trial.mapping is None:
        return None
    mapping = trial.mapping.with_field(column, name)
    return replace(request, kind=str(mapping.kind), fields=mapping.fields)


def with_told(request: Request | None, name: str, value: object) -> Request | None:
    """A setting is told. What was taken over from the last such file stays, unless it is the one."""
    if request is None:
        return None
    request = replace(request, settings=with_setting(request.settings, name, value), by_hand=request.by_hand | {name})
    if name in _MAKE_OTHER_COLUMNS:
        # The columns become others: what they are is found out anew.
        return replace(request, fields=None, kind=request.kind if "kind" in request.by_hand else "auto")
    return request


def corrected(request: Request | None, number: int, column: int, text: str) -> Request | None:
    """A cell is corrected."""
    if request is None:
        return None
    settings = request.settings
    row = {**settings.corrections.get(number, {}), column: text}
    return replace(request, settings=replace(settings, corrections={**settings.corrections, number: row}))
