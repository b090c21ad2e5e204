"""Conditions, steps and reactions in words, and back."""
