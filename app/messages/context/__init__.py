"""What a template sees of one customer at one instant: plain data, from the dataset and the rows of a run."""
