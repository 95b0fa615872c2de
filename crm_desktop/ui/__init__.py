"""The window: pages pull from services, never from each other and never from storage."""
