"""What commands share: the options they take, and what they print."""
