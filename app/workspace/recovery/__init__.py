"""What is left after a crash or damage: edits not saved, and content that can still be read."""
