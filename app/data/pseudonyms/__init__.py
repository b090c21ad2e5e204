"""A dataset without anybody's name: pseudonyms in place of what names a customer."""
