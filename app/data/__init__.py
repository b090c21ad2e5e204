"""The dataset in columns, and what is done with it."""
