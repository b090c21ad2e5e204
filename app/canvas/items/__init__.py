"""What stands on the canvas, an item each: nodes, wires, notes, and what is drawn over them."""
