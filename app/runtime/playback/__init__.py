"""A run looked at as it was at any instant: its counts, who is on the way, and one customer followed."""
