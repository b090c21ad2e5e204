"""What a file is and what its columns mean, from its names and values."""
