"""What stands on the canvas, an item each: nodes, wires, notes, and how they are seen from afar."""
