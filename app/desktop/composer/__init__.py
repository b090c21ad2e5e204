"""A report composed of parts, with a preview."""
