"""Whether what a node is given fits the data and makes sense."""
