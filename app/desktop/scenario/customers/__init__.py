"""Who is behind a number of the canvas, and why they went that way."""
