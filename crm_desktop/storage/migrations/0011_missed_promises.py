"""Our promises that were missed, apart from the many that were kept: every new day asks of whom there are several."""

SCRIPT = """
CREATE INDEX promise_missed ON promise (account_id, due, state)
WHERE deleted_at IS NULL AND made_by = 'us' AND (state <> 'kept' OR settled_on > due);
"""
