"""By which columns files and a dataset are joined, and which of their values name one customer."""
