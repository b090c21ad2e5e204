"""From rows in the order of files to a dataset in its own order, with a fingerprint."""
