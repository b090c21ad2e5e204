"""A report as one page for a browser, complete without anything else."""
