"""Which columns say what happened, and how it is called where none does."""
