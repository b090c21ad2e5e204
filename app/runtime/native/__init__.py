"""How Python becomes compiled code, and where that is kept."""
