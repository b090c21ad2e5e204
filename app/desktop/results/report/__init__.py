"""One report large: its definition as a sentence, its chart and table, and what the mouse is told about them."""
