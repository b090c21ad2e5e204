"""From scenarios and a dataset to a program."""
