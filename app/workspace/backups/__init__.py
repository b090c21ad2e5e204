"""Backups: made, checked, thinned, restored."""
