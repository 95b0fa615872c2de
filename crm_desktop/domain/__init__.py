"""The rules of the business: pure, no database, no window."""
