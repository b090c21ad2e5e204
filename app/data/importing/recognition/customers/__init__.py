"""Which columns name the customers of rows, and which of their values name nobody."""
