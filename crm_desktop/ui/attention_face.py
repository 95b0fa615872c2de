"""Turns a row of the attention list into what is painted and into what a screen reader says."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.satisfaction import Band, Trend, band, trend
from crm_desktop.domain.signals import Signal, SignalKind, Standing
from crm_desktop.domain.whose_silence import WhoseSilence
from crm_desktop.i18n import format_money, format_money_short, format_number, tr
from crm_desktop.services import told_wording, wording
from crm_desktop.services.account_views import STRIP_DAYS, missed_days
from crm_desktop.services.attention_data import AttentionRow
from crm_desktop.services.corrections import paused_months
from crm_desktop.ui.paint.attention_row import QuickAction, RowFace
from crm_desktop.ui.paint.chip import Direction, RatingFace
from crm_desktop.ui.paint.strip import StripData, strip_data
from crm_desktop.ui.theme import Status

STATUS_OF_BAND: dict[Band, Status] = {Band.AT_RISK: "risk", Band.SATISFIED: "steady", Band.ADVOCATE: "advocate"}
STATUS_OF_STANDING: dict[Standing, Status] = {
    Standing.SLIPPING: "risk",
    Standing.SLOWING: "watch",
    Standing.STEADY: "steady",
    Standing.GROWING: "advocate",
    Standing.LEARNING: "unknown",
    Standing.LEFT: "unknown",
}
STATUS_OF_SILENCE: dict[WhoseSilence | None, Status] = {
    WhoseSilence.WE_OWE: "watch",
    WhoseSilence.THEY_STOPPED: "watch",
    WhoseSilence.SEASON: "steady",
    WhoseSilence.NOBODY_LOGGED: "unknown",
}
_DIRECTION_OF_TREND: dict[Trend, Direction] = {Trend.UP: "up", Trend.FLAT: "flat", Trend.DOWN: "down"}


def row_face(row: AttentionRow, *, today: date, currency: str, compact: bool = False) -> RowFace:
    """The row in words and marks, ready to paint."""
    icon, step, note = wording.next_step(row, today)
    return RowFace(
        name=row.name,
        tier=row.tier,
        reason=wording.reason(row, today),
        strip=strip_of(row, today),
        rating=rating_face(row.rating, row.rating_before, compact=compact),
        at_stake=format_money_short(row.revenue, currency),
        certainty=wording.certainty_word(row.probability),
        step_icon=icon,
        step=step,
        step_detail=note,
        actions=(QuickAction("L", tr("Log")), QuickAction("S", tr("Snooze")), QuickAction("D", tr("Done"))),
    )


def strip_of(row: AttentionRow, today: date) -> StripData:
    """The rhythm of the last 12 months; orders count as missed only where the account is off its rhythm."""
    last = day_number(today)
    off_rhythm = row.status in (Standing.SLIPPING, Standing.SLOWING) and row.whose is not WhoseSilence.NOBODY_LOGGED
    return strip_data(
        orders=row.orders,
        contact_days=row.contacts,
        expected_days=missed_days(row.last_order, row.usual_gap, last, paused_months(row.told)) if off_rhythm else (),
        first_day=last - STRIP_DAYS,
        last_day=last,
        status=standing_status(row),
    )


def standing_status(row: AttentionRow) -> Status:
    """The colour of an account's rhythm: grey while nobody's orders are entered."""
    return "unknown" if row.whose is WhoseSilence.NOBODY_LOGGED else STATUS_OF_STANDING[row.status]


def rating_face(score: float | None, before: float | None, *, compact: bool = False) -> RatingFace:
    """The rating as its chip shows it; `before` is the mean of the ratings before."""
    if score is None:
        return RatingFace("–" if compact else tr("not asked"))
    return RatingFace(wording.score_text(score), STATUS_OF_BAND[band(score)], _direction(score, before))


def signal_status(signal: Signal, standing: Standing, whose: WhoseSilence | None = None) -> Status:
    """The shape in front of a piece of evidence: a bad rating is a fact, a silence as bad as the account's standing."""
    if signal.kind == SignalKind.SILENT:
        if whose in (WhoseSilence.NOBODY_LOGGED, WhoseSilence.SEASON):
            return "unknown"
        return "risk" if standing == Standing.SLIPPING else "watch"
    return "risk" if signal.kind == SignalKind.LOW_RATING else "watch"


def spoken_row(row: AttentionRow, *, today: date, currency: str, place: int, of: int) -> str:
    """The whole row as a screen reader says it."""
    _, step, note = wording.next_step(row, today)
    parts = [
        tr("{name}, tier {tier}.", name=row.name, tier=row.tier),
        wording.reason(row, today),
        _spoken_rating(row),
        tr(
            "{amount} at stake, {certainty}.",
            amount=format_money(row.revenue, currency),
            certainty=wording.certainty_word(row.probability),
        ),
        tr("Next: {step}, {note}.", step=step, note=note) if note else tr("Next: {step}.", step=step),
        *([told_wording.moved(row.change, today)] if row.change else []),
        tr("{place} of {number}.", place=format_number(place), number=format_number(of)),
    ]
    return " ".join(parts)


def _spoken_rating(row: AttentionRow) -> str:
    if row.rating is None:
        return tr("Never rated.")
    words = {Band.AT_RISK: tr("at risk"), Band.SATISFIED: tr("satisfied"), Band.ADVOCATE: tr("advocate")}
    moves = {"up": tr("rising"), "down": tr("falling"), "flat": tr("unchanged"), "": tr("the first one")}
    return tr(
        "Rating {score}, {meaning}, {move}.",
        score=wording.score_text(row.rating),
        meaning=words[band(row.rating)],
        move=moves[_direction(row.rating, row.rating_before)],
    )


def _direction(score: float, before: float | None) -> Direction:
    return "" if before is None else _DIRECTION_OF_TREND[trend((before, score))]
