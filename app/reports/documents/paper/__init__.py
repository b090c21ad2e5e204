"""A report on sheets of paper, and as PDF: pages that fill from the top."""
