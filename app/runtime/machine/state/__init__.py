"""What the machine keeps, reads and writes while it plays a customer."""
