"""Pure functions that paint the parts which every screen shares."""
