"""The colours, as plain text."""
