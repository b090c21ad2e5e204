"""Columns of values and of texts, and what is done with them whatever they mean: picked, joined, put in order."""
