"""What a report holds, in which order and how it looks, whatever format it is written in."""
