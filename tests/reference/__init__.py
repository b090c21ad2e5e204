"""A plain interpreter of scenario.md: objects and loops over the documents themselves, nothing of the product."""
