"""The workspace file: tables, migrations and the one write door."""
