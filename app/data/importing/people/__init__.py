"""Customers told apart, and what is kept of those who became one, so that they can be told apart again."""
