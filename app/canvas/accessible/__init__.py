"""The canvas for screen readers: a tree of its nodes."""
