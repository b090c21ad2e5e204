"""What reports on leads and opportunities share."""
