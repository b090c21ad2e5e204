"""What became of every row, and in which words it is told."""
