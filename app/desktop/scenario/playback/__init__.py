"""A run played back in the window, and filmed."""
