"""A run as recorded events: its messages and reactions among them, what converts, and where the data end."""
