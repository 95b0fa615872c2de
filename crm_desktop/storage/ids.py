"""Makes 64-bit, time-ordered ids that are unique across laptops and still plain rowids."""

from __future__ import annotations

import secrets
import threading
import time

# Snowflake layout: 41 bits of milliseconds since 2020-01-01, 10 bits of replica, 12 bits of counter.
_EPOCH_MS = 1_577_836_800_000
_REPLICA_BITS = 10
_COUNTER_BITS = 12
_PER_MS = 1 << _COUNTER_BITS


class IdMaker:
    """Hands out ids in rising order, from any thread."""

    def __init__(self, replica: int | None = None) -> None:
        self._replica = secrets.randbits(_REPLICA_BITS) if replica is None else replica
        self._lock = threading.Lock()
        self._next = 0  # milliseconds and counter as one number

    def take(self, count: int = 1) -> list[int]:
        """``count`` new ids; a large batch borrows from the milliseconds to come."""
        now = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _COUNTER_BITS
        with self._lock:
            start = max(self._next, now)
            self._next = start + count
        ids: list[int] = []
        while len(ids) < count:
            tick = start + len(ids)
            counter = tick & (_PER_MS - 1)
            first = ((tick - counter) << _REPLICA_BITS) | (self._replica << _COUNTER_BITS) | counter
            ids += range(first, first + min(count - len(ids), _PER_MS - counter))
        return ids

    def one(self) -> int:
        """One new id."""
        return self.take()[0]
