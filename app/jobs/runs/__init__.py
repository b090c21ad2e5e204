"""Runs: what stands before one, how it is made, where it is kept, and who is behind its numbers."""
