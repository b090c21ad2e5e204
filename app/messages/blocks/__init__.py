"""E-mails made of blocks: their design, their words, and the HTML they are compiled to."""
