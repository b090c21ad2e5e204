"""The machine: customers in, and what becomes of them; compiled, and the same in plain Python."""
