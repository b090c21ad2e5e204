"""A run played back on the canvas."""
