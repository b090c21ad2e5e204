"""Forecasts: what is asked of one, its replications, and what its figures and their ranges come to."""
