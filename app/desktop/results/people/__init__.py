"""The people behind a figure: shown, kept as a segment or a list, and taken back."""
