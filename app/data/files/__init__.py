"""Files of every format, read into one kind of table of texts; the registry says which formats there are."""
