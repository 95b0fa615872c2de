"""What passed between us and an account: around its orders, on our own initiative, and when something goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from crm_desktop.domain.sample import phrases
from crm_desktop.domain.sample.phrases import Entry
from crm_desktop.domain.sample.plan import Size
from crm_desktop.domain.sample.records import (
    Cause,
    Pattern,
    SampleContact,
    SampleInteraction,
    SamplePurchase,
)
from crm_desktop.domain.sample.rhythms import Ordering, workday

TYPED_SINCE = 180
"""Days before today from which entries were typed, with their moment; older ones were imported."""
_CADENCE = {"A": 34, "B": 65, "C": 115}
"""Days between our own calls, mails and visits, by size."""
_MINUTE = 60_000
_OPENING = 7 * 60 * _MINUTE


class Timeline:
    """Writes the entries of one account."""

    def __init__(
        self,
        *,
        contacts: Sequence[SampleContact],
        owner: str,
        orders: Sequence[SamplePurchase],
        today: int,
        random: Random,
    ) -> None:
        self.entries: list[SampleInteraction] = []
        self._contacts = contacts
        self._owner = owner
        self._orders = list({row.reference: row for row in orders if not row.refund}.values())
        self._today = today
        self._random = random

    def add(self, entry: Entry, day: int, order: SamplePurchase, *, contact: int | None = None) -> None:
        """One entry on this day (or the Monday after) about this order, unless the day is still to come."""
        day = workday(day)
        if day >= self._today:
            return
        draw = self._random.random
        index = self.contact_for(entry.department, day) if contact is None else contact
        subject, notes = entry.texts[int(draw() * len(entry.texts))]
        if "{" in subject or "{" in notes:
            what = order.what.partition(" ×")[0].lower()
            first = self._contacts[index].first_name
            subject = _sentence(subject.format(what=what, ref=order.reference, first=first))
            notes = _sentence(notes.format(what=what, ref=order.reference, first=first))
        minutes = None
        if entry.minutes is not None:
            least, most = entry.minutes
            minutes = least + int(draw() * (most - least + 1))
        moment, noted_after = None, 0
        if day >= self._today - TYPED_SINCE:
            moment = _OPENING + int(draw() * 460) * _MINUTE
            noted_after = ((minutes or 0) + 1 + int(draw() ** 3 * 180)) * _MINUTE
        staff = phrases.STAFF[entry.department]
        who = self._owner if entry.department == "Sales" else staff[int(draw() * len(staff))]
        self.entries.append(
            SampleInteraction(
                day,
                entry.kind,
                entry.direction,
                entry.department,
                who,
                index,
                subject,
                notes,
                minutes,
                moment,
                noted_after,
            )
        )

    def contact_for(self, department: str, day: int) -> int:
        """Who of them talks to this department on this day."""
        role = _ROLE_OF.get(department)
        for index, person in enumerate(self._contacts):
            if person.role == role:
                return index
        first = self._contacts[0]
        # Whoever follows a buyer who left stands right behind them.
        return 0 if first.until is None or day < first.until else 1

    def around_orders(self) -> None:
        """How orders come in, go out and are billed, and the questions in between."""
        draw = self._random.random
        for order in self._orders:
            day, chance = order.day, draw()
            if chance < 0.24:
                self.add(phrases.ORDER_BY_MAIL, day, order)
            elif chance < 0.36:
                self.add(phrases.ORDER_BY_PHONE, day, order)
            if draw() < 0.5:
                self.add(phrases.DELIVERED, day + 1 + int(draw() * 4), order)
            if draw() < 0.36:
                self.add(phrases.INVOICED, day + 2 + int(draw() * 5), order)
            chance = draw()
            if chance < 0.045:
                self.add(phrases.SERVICE, day + 1 + int(draw() * 9), order)
            elif chance < 0.06:
                self.add(phrases.MESSAGE, day + 1 + int(draw() * 3), order)

    def our_calls(self, size: Size, first: int, until: int) -> None:
        """Our own calls, mails and visits up to a day, more often where more is bought."""
        draw, usual = self._random.random, _CADENCE[size.tier] * size.quiet
        day, newest = first + int(draw() * usual), 0
        while day < until:
            while newest + 1 < len(self._orders) and self._orders[newest + 1].day <= day:
                newest += 1
            chance = draw()
            if chance < 0.06:
                entry = phrases.NO_ANSWER
            elif chance < 0.55:
                entry = phrases.CATCH_UP_CALL
            elif chance < 0.8 or (size.tier == "C" and chance < 0.93):
                entry = phrases.CATCH_UP_MAIL
            else:
                entry = phrases.VISIT if chance < 0.95 else phrases.NOTE
            self.add(entry, day, self._orders[newest])
            day += round(usual * (0.6 + 0.8 * draw()))

    def what_happened(self, pattern: Pattern, cause: Cause, ordering: Ordering) -> None:
        """The entries that belong to what is going on with the account."""
        random, last = self._random, self._orders[-1]
        silent_for = self._today - last.day
        if pattern is Pattern.LOW_RATING and ordering.changed_on is not None:
            before = [order for order in self._orders if order.day <= ordering.changed_on]
            self.add(phrases.LOW_RATING_CALL, ordering.changed_on, (before or self._orders)[-1])
        elif pattern is Pattern.LAPSED:
            self.add(phrases.LAST_WORD, last.day + random.randrange(60, 150), last)
        elif pattern is Pattern.RECOVERED and ordering.hole is not None:
            left, back = ordering.hole
            before = [order for order in self._orders if order.day <= left]
            self.add(phrases.RECOVERY_COMPLAINT, left + random.randrange(2, 9), before[-1])
            self.add(phrases.RECOVERY_CALL, back - random.randrange(5, 12), before[-1])
        if cause is Cause.LATE_DELIVERY:
            # It had not come, so nobody can have noted that it came.
            self.entries = [entry for entry in self.entries if entry.day <= last.day or entry.kind != "note"]
            complained = workday(last.day + min(random.randrange(9, 15), silent_for - 3))
            self.add(phrases.LATE_COMPLAINT, complained, last)
            if random.random() < 0.7:
                self.add(phrases.LATE_ANSWER, complained + random.randrange(1, 4), last)
        elif cause is Cause.UNANSWERED_QUOTE:
            self.add(phrases.QUOTE_ASKED, last.day + min(random.randrange(7, 15), silent_for - 3), last)
        elif cause is Cause.BUYER_LEFT:
            left_on = self._contacts[0].until
            if left_on is not None:
                self.add(phrases.BUYER_LEFT, left_on, last, contact=0)
        elif pattern is Pattern.SILENT and random.random() < 0.4:
            self.add(phrases.NO_ANSWER, last.day + round(silent_for * random.uniform(0.6, 0.9)), last)


_ROLE_OF = {"Delivery": "Warehouse", "Billing": "Accounts"}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
