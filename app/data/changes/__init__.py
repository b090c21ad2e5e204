"""A dataset made out of others: two joined, a part, with other lists and pools, mended, merges undone."""
