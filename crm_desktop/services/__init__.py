"""What one can do with a workspace, one module a noun."""
