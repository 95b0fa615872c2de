"""Widgets that know nothing of customers and that every page can use."""
