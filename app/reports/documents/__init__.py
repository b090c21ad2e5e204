"""Reports as documents: what they hold, and one table from the suffix of a file to what writes it."""
