"""Messages as their recipients see them."""
