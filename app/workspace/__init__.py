"""What the user keeps: one SQLite file with their datasets, scenarios, runs and settings."""
