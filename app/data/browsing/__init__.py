"""A dataset looked at in tables: sorted, searched, profiled."""
