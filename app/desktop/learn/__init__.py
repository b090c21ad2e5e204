"""The place Learn: lessons, their player, and classes."""
