"""What is wrong with a dataset, and what can be mended."""
