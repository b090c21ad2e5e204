"""The canvas from afar: thousands of cards as a few batches, and names as on a map, wherever they find room."""
