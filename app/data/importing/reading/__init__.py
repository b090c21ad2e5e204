"""The rows of files, mapped and converted; whatever cannot be is rejected with its reason."""
