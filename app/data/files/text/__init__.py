"""A file's bytes as text: unpacked, decoded, searched in pieces, and the form and the records of what is delimited."""
