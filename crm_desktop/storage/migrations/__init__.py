"""Numbered, frozen steps that bring a workspace file up to date."""
