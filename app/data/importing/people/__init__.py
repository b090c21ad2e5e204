"""Who the customers of files are: which identifiers name one, and what is kept so that they can be told apart again."""
