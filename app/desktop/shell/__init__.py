"""The window before anything is in it: frame, bars, dialogs, how it looks and what it remembers."""
