"""Tools for work on the code; not part of the product."""
