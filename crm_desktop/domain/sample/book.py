"""Puts the sample book together, one account after the other: the same numbers in, the same book out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.sample import phrases
from crm_desktop.domain.sample.lexicon import Lexicon
from crm_desktop.domain.sample.names import LANGUAGES, Firm, FirmNames, number_like, person
from crm_desktop.domain.sample.opinions import opinion_of, ratings
from crm_desktop.domain.sample.orders import purchases
from crm_desktop.domain.sample.plan import Place, Plan, Size
from crm_desktop.domain.sample.promises import promises, with_times
from crm_desktop.domain.sample.records import (
    Cause,
    Pattern,
    SampleAccount,
    SampleContact,
    SampleFollowUp,
    Truth,
)
from crm_desktop.domain.sample.rhythms import Ordering, order, workday
from crm_desktop.domain.sample.timeline import Timeline

_CAUSES = (
    (0.3, Cause.LATE_DELIVERY),
    (0.55, Cause.UNANSWERED_QUOTE),
    (0.65, Cause.BUYER_LEFT),
)
"""What silence began with: cumulated shares; the rest is left without a cause."""


def generate(accounts: int, today: date, seed: int = 7) -> Iterator[SampleAccount]:
    """The accounts of a packaging wholesaler's book, three years up to the day before ``today``, one at a time.

    Each carries its ``truth``, which no workspace ever stores. Same arguments, same accounts. Takes memory for
    a few small numbers an account only.
    """
    plan = Plan(accounts, seed)
    naming = [FirmNames(lexicon, Random(f"{seed} {lexicon.code}")) for lexicon in LANGUAGES]
    now = day_number(today)
    for index in range(accounts):
        place = plan.place(index)
        random = Random(f"{seed} {index}")
        names = naming[place.language]
        firm = names.firm(place.number, random)
        # Drawn apart, so that the rest of a book stays as it was before there were promises in it.
        apart = Random(f"{seed} promises {index}")
        yield _account(index, place, plan.size(place, random), firm, names.lexicon, now, random, apart)


def _account(
    index: int, place: Place, size: Size, firm: Firm, lexicon: Lexicon, today: int, random: Random, apart: Random
) -> SampleAccount:
    draw, pattern = random.random, place.pattern
    ordering = order(pattern, size.gap, today, random)
    cause = _cause(pattern, random)
    opinion = opinion_of(pattern, size, random)
    contacts = _contacts(firm, lexicon, size, cause, ordering, today, random)
    bought = purchases(
        pattern=pattern, size=size, ordering=ordering, customer=10_001 + index, today=today, random=random
    )
    owner = phrases.STAFF["Sales"][int(draw() * len(phrases.STAFF["Sales"]))]
    timeline = Timeline(contacts=contacts, owner=owner, orders=bought, today=today, random=random)
    timeline.around_orders()
    quiet_from = ordering.days[-1] if pattern in (Pattern.SILENT, Pattern.LAPSED) else today
    timeline.our_calls(size, ordering.days[0], quiet_from)
    timeline.what_happened(pattern, cause, ordering)
    timeline.entries.sort(key=lambda entry: entry.day)
    by_hand = place.by_hand
    tier = {"A": "B", "B": "A", "C": "B"}[size.tier] if by_hand else ""
    number = 1 + int(draw() * 120)
    street = lexicon.streets[int(draw() * len(lexicon.streets))]
    return SampleAccount(
        name=firm.name,
        language=lexicon.code,
        industry=firm.industry,
        address=lexicon.address.format(street=street, number=number, post=firm.post, city=firm.city),
        phone=number_like(lexicon.phones, random),
        email=f"office@{firm.domain}",
        website=f"https://{firm.domain}",
        owner=owner,
        since=ordering.since,
        notes=random.choice(phrases.ACCOUNT_NOTES) if draw() < 0.2 else "",
        tags=tuple(sorted(random.sample(phrases.TAGS, random.choice((0, 0, 0, 1, 1, 2))))),
        tier=tier,
        tier_reason=phrases.TIER_REASONS[tier] if by_hand else "",
        contacts=contacts,
        interactions=timeline.entries,
        purchases=bought,
        ratings=ratings(
            pattern=pattern,
            cause=cause,
            opinion=opinion,
            size=size,
            ordering=ordering,
            contact_for=timeline.contact_for,
            today=today,
            random=random,
        ),
        follow_ups=with_times(_follow_ups(place, contacts, ordering, today, random), apart),
        promises=promises(
            pattern=pattern,
            cause=cause,
            tier=size.tier,
            contacts=contacts,
            owner=owner,
            ordering=ordering,
            today=today,
            random=apart,
        ),
        truth=Truth(pattern, ordering.changed_on, cause, ordering.usual_gap, size.yearly, opinion),
    )


def _cause(pattern: Pattern, random: Random) -> Cause:
    if pattern is Pattern.SILENT:
        chance = random.random()
        return next((cause for share, cause in _CAUSES if chance < share), Cause.NONE)
    return Cause.NONE


def _contacts(
    firm: Firm, lexicon: Lexicon, size: Size, cause: Cause, ordering: Ordering, today: int, random: Random
) -> tuple[SampleContact, ...]:
    """The buyer first (and whoever followed them), then the others. A small firm's buyer is its owner."""
    small = size.tier == "C" and cause is not Cause.BUYER_LEFT
    roles = ["Owner" if small else "Buyer"]
    until = None
    if cause is Cause.BUYER_LEFT:
        last = ordering.days[-1]
        until = workday(last + round((today - last) * random.uniform(0.1, 0.4)))
        roles.append("Buyer")
    others = {"A": ("Warehouse", "Accounts", "Owner"), "B": ("Warehouse", "Accounts"), "C": ("Warehouse",)}[size.tier]
    roles += [role for role in others if random.random() < (0.75 if size.tier != "C" else 0.4)]
    found: dict[str, SampleContact] = {}
    for role in roles:
        family = firm.family if role == "Owner" and random.random() < 0.9 else ""
        who = person(lexicon, firm.domain, random, family)
        while who.name in found:
            who = person(lexicon, firm.domain, random, family)
        phone = number_like(lexicon.mobiles, random)
        left = until if not found else None
        found[who.name] = SampleContact(who.name, who.first, role, phone, who.email, left)
    return tuple(found.values())


def _follow_ups(
    place: Place, contacts: tuple[SampleContact, ...], ordering: Ordering, today: int, random: Random
) -> list[SampleFollowUp]:
    """Things done in the past, and at most one that is still to do."""
    rows = []
    if random.random() < 0.45:
        for _ in range(random.choice((1, 1, 2, 3))):
            noted = workday(random.randrange(ordering.days[0], max(ordering.days[-1], ordering.days[0] + 1)))
            due = workday(noted + random.randrange(2, 25))
            done = workday(due + random.choice((-1, 0, 0, 0, 1, 3)))
            if max(due, done) < today:
                rows.append(_follow_up(phrases.DONE, due, min(noted, done), done, contacts, random))
    if place.follow_up:
        after = {
            "overdue": -random.randrange(1, 9),
            "today": 0,
            "week": random.randrange(1, 7),
            "later": random.randrange(8, 45),
        }[place.follow_up]
        due = today + after
        if place.follow_up == "later":
            due = workday(due)
        rows.append(_follow_up(phrases.TO_DO, due, min(due, today) - random.randrange(1, 12), None, contacts, random))
    rows.sort(key=lambda row: row.due)
    return rows


def _follow_up(
    texts: tuple[str, ...],
    due: int,
    noted_on: int,
    done_on: int | None,
    contacts: tuple[SampleContact, ...],
    random: Random,
) -> SampleFollowUp:
    contact = 0 if contacts[0].until is None or noted_on < contacts[0].until else 1
    what = random.choice(texts).format(first=contacts[contact].first_name)
    return SampleFollowUp(what, due, noted_on, done_on, contact)
