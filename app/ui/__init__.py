"""How Qt looks and what canvas and desktop share of it: theme, labels, fields, message boxes."""
