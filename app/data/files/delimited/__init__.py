"""Delimited files: rows that are sound in columns at once, the others each by itself, all of them accounted for."""
