"""Conditions put together in sentences."""
