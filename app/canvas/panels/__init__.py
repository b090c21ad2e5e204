"""Beside and over the canvas: palette, inspector, outline, history, finding, and what an empty canvas says."""
