"""Beside the canvas: palette, inspector, outline, problems, a map of the whole, and what an empty canvas says."""
