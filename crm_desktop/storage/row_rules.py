"""Whether the rows of a file keep to what their tables ask of them (``CHECK``), asked in a query of each table.

``PRAGMA integrity_check`` asks it too, and takes two thirds longer for that: it makes the list of each ``IN (…)`` anew
for every row.
"""

from __future__ import annotations

import re

import apsw

# As our migrations write them: brackets in brackets in brackets at most, and none in a text.
_RULE = re.compile(r"\bCHECK (\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))")


def are_kept(connection: apsw.Connection) -> bool:
    """Of every table."""
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall():
        broken = " OR ".join(f"NOT {rule}" for rule in of_table(str(sql)))
        if broken and connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}" WHERE {broken})').get:
            return False
    return True


def of_table(sql: str) -> list[str]:
    """The rules in the statement that made a table, each in its brackets."""
    return _RULE.findall(sql)
