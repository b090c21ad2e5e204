"""A run: customers played by an engine, counted, and turned into tables."""
