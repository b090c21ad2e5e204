"""Tables of any length: their rows and heads, searched, filtered and sorted."""
