"""The menus and all that they hold as a list: found by words, called by keys that can be chosen."""
