"""The gallery: a card for each report over what was chosen."""
