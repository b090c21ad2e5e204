"""When events were: which columns say it, with its time of day and zone elsewhere, or in a way of two readings."""
