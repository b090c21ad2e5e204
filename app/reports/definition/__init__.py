"""What is asked of a report, as a sentence in parts: which events a step means, whose, and broken down by what."""
