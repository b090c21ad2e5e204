"""Numbers, for compiled code and for Python alike: clocks, draws, exact sums."""
