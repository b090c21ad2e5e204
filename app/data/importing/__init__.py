"""From texts to meaning: which column is what, and the dataset that files make."""
