"""What the canvas asks in place, over the scene: what to add, what to call it, what to find, where to go back to."""
