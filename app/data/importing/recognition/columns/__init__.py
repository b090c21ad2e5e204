"""What the columns of a file hold, by their names and their texts, and which type each has."""
