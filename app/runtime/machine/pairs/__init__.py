"""Which products go with which: counted, ranked, and compiled by itself."""
