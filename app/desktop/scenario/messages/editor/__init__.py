"""The editor of e-mails made of blocks."""
