"""One dataset in tabs: its customers and events, and the pages beside them."""
