"""crm-desktop: sees which customers are slipping away, says why, and keeps what was done about it."""

__version__ = "0.1.0"
