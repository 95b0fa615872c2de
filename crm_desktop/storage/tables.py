"""The tables as Peewee knows them; their creation stands in the migrations, frozen."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, BlobField, CompositeKey, FloatField, IntegerField, Model, TextField


class Table(Model):
    """A row with a 64-bit, time-ordered id. Bound to a database by ``Store``."""

    id: Any = BigIntegerField(primary_key=True)


class Account(Table):
    """A customer firm. ``tier`` is set by hand or empty; ``name_key`` and ``search`` are folded.

    ``contact_every``: days, 0 for never; without it the standard of the tier counts.
    """

    name: Any = TextField()
    name_key: Any = TextField()
    search: Any = TextField()
    tier: Any = TextField(default="")
    tier_reason: Any = TextField(default="")
    industry: Any = TextField(default="")
    address: Any = TextField(default="")
    phone: Any = TextField(default="")
    email: Any = TextField(default="")
    website: Any = TextField(default="")
    owner: Any = TextField(default="")
    since: Any = IntegerField(null=True)
    notes: Any = TextField(default="")
    tags: Any = TextField(default="[]")
    archived: Any = IntegerField(default=0)
    deleted_at: Any = BigIntegerField(null=True)
    contact_every: Any = IntegerField(null=True)
    merged_into: Any = BigIntegerField(null=True)


class Contact(Table):
    """A person."""

    name: Any = TextField()
    name_key: Any = TextField()
    search: Any = TextField()
    phone: Any = TextField(default="")
    email: Any = TextField(default="")
    notes: Any = TextField(default="")
    deleted_at: Any = BigIntegerField(null=True)
    merged_into: Any = BigIntegerField(null=True)


class Affiliation(Table):
    """A person's place in an account, with dates."""

    contact_id: Any = BigIntegerField()
    account_id: Any = BigIntegerField()
    role: Any = TextField(default="")
    since: Any = IntegerField(null=True)
    until: Any = IntegerField(null=True)


class Interaction(Table):
    """Something that passed between us and them."""

    account_id: Any = BigIntegerField()
    contact_id: Any = BigIntegerField(null=True)
    kind: Any = TextField()
    direction: Any = TextField(default="")
    department: Any = TextField(default="")
    day: Any = IntegerField()
    happened_at: Any = BigIntegerField(null=True)
    noted_at: Any = BigIntegerField(null=True)
    who: Any = TextField(default="")
    subject: Any = TextField(default="")
    notes: Any = TextField(default="")
    minutes: Any = IntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)
    message_id: Any = TextField(default="")


class Purchase(Table):
    """An order or a refund."""

    account_id: Any = BigIntegerField()
    day: Any = IntegerField()
    amount: Any = BigIntegerField()
    currency: Any = TextField()
    what: Any = TextField(default="")
    reference: Any = TextField(default="")
    refund: Any = IntegerField(default=0)
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)


class Rating(Table):
    """A satisfaction score from 0 to 10."""

    account_id: Any = BigIntegerField()
    contact_id: Any = BigIntegerField(null=True)
    day: Any = IntegerField()
    score: Any = FloatField()
    touchpoint: Any = TextField(default="")
    dimension: Any = TextField(default="")
    comment: Any = TextField(default="")
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)


class FollowUp(Table):
    """Something we will do; ``due_minute`` is the minute of the day, where it has a time."""

    account_id: Any = BigIntegerField()
    contact_id: Any = BigIntegerField(null=True)
    what: Any = TextField()
    due: Any = IntegerField()
    done_on: Any = IntegerField(null=True)
    repeat_days: Any = IntegerField(null=True)
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)
    due_minute: Any = IntegerField(null=True)
    owner: Any = TextField(default="")

    class Meta:
        table_name = "follow_up"


class Snooze(Table):
    """An account off the list until a day."""

    account_id: Any = BigIntegerField()
    set_on: Any = IntegerField()
    until: Any = IntegerField()
    reason: Any = TextField()
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)


class Promise(Table):
    """What we (``us``) or they (``them``) said would be done by a day; ``first_due`` stays when it is moved."""

    account_id: Any = BigIntegerField()
    contact_id: Any = BigIntegerField(null=True)
    made_by: Any = TextField()
    what: Any = TextField()
    due: Any = IntegerField()
    first_due: Any = IntegerField()
    owner: Any = TextField(default="")
    state: Any = TextField(default="open")
    settled_on: Any = IntegerField(null=True)
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)
    due_minute: Any = IntegerField(null=True)


class Correction(Table):
    """What a person told the detector about an account: a yearly pause, a new rhythm, gone, or not slipping."""

    account_id: Any = BigIntegerField()
    kind: Any = TextField()
    set_on: Any = IntegerField()
    from_day: Any = IntegerField(null=True)
    until_day: Any = IntegerField(null=True)
    first_month: Any = IntegerField(null=True)
    last_month: Any = IntegerField(null=True)
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)


class Attachment(Table):
    """A file kept with an account; ``sha256`` names its bytes in the folder beside the workspace."""

    account_id: Any = BigIntegerField()
    interaction_id: Any = BigIntegerField(null=True)
    name: Any = TextField()
    sha256: Any = TextField()
    size: Any = BigIntegerField()
    day: Any = IntegerField()
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)


class NeverSame(Table):
    """Two accounts that somebody said are not one; the smaller id first."""

    low_id: Any = BigIntegerField()
    high_id: Any = BigIntegerField()
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)

    class Meta:
        table_name = "never_same"


class NeverSamePerson(Table):
    """The same of two people."""

    low_id: Any = BigIntegerField()
    high_id: Any = BigIntegerField()
    noted_at: Any = BigIntegerField(null=True)
    deleted_at: Any = BigIntegerField(null=True)

    class Meta:
        table_name = "never_same_person"


class Setting(Table):
    """A choice that belongs to the business, not to the laptop; ``value`` is JSON."""

    key: Any = TextField()
    value: Any = TextField()


class SavedView(Table):
    """A view of the accounts that a person saved or changed; ``filters`` is JSON, ``builtin`` names one of ours."""

    name: Any = TextField()
    filters: Any = TextField()
    position: Any = IntegerField(default=0)
    builtin: Any = TextField(default="")
    deleted_at: Any = BigIntegerField(null=True)

    class Meta:
        table_name = "saved_view"


# What an operation records and undo restores. A new entity is one more row here.
RECORDED: tuple[type[Table], ...] = (
    Account,
    Contact,
    Affiliation,
    Interaction,
    Purchase,
    Rating,
    FollowUp,
    Promise,
    Snooze,
    Correction,
    Attachment,
    NeverSame,
    NeverSamePerson,
    Setting,
    SavedView,
)


class Operation(Table):
    """The journal of the write door."""

    label: Any = TextField()
    made_at: Any = BigIntegerField()
    kind: Any = TextField(default="do")
    state: Any = TextField(default="done")
    target_id: Any = BigIntegerField(null=True)
    changeset: Any = BlobField(null=True)
    made_by: Any = TextField(default="")
    new_rows: Any = TextField(null=True)
    taken: Any = BlobField(null=True)


class Rhythm(Model):
    """Derived: an account's purchase days packed (int32 day numbers, int64 minor units), last contact, ratings."""

    account_id: Any = BigIntegerField(primary_key=True)
    days: Any = BlobField()
    amounts: Any = BlobField()
    last_contact: Any = IntegerField(null=True)
    rating: Any = FloatField(null=True)
    rating_before: Any = FloatField(null=True)
    rating_day: Any = IntegerField(null=True)


class Standing(Model):
    """Derived: where an account stands on the day of the model, as lists of accounts show and filter it."""

    account_id: Any = BigIntegerField(primary_key=True)
    tier: Any = TextField()
    status: Any = IntegerField()
    revenue: Any = BigIntegerField()
    revenue_before: Any = BigIntegerField()
    usual_gap: Any = FloatField(null=True)
    last_order: Any = IntegerField(null=True)


class Stake(Model):
    """Derived: what could walk away, revenue x how sure; minor units. Accounts without any have no row."""

    account_id: Any = BigIntegerField(primary_key=True)
    stake: Any = FloatField()


class Packed(Model):
    """Derived: records of some accounts side by side (``services/packed.py``); ``ids`` is int64."""

    part: Any = TextField()
    first_id: Any = BigIntegerField()
    ids: Any = BlobField()
    records: Any = BlobField()

    class Meta:
        primary_key = CompositeKey("part", "first_id")


class Finding(Model):
    """Derived: a signal of our side or of a product line and the days on which it holds; ``signal`` is JSON."""

    account_id: Any = BigIntegerField()
    kind: Any = TextField()
    first_day: Any = IntegerField()
    last_day: Any = IntegerField()
    signal: Any = TextField()
    probability: Any = FloatField()
    share: Any = FloatField()

    class Meta:
        primary_key = CompositeKey("account_id", "kind")


class Touched(Model):
    """Derived: the accounts of which something changed since they were read."""

    account_id: Any = BigIntegerField(primary_key=True)


class Shown(Model):
    """Derived: what was last shown (the list of Today), so that the next start paints at once."""

    key: Any = TextField(primary_key=True)
    value: Any = TextField()


DERIVED: tuple[type[Model], ...] = (Rhythm, Packed, Standing, Stake, Finding, Touched, Shown)
