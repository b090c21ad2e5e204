"""How exports speak of consent: guessed from names and words, and written as yes and no."""
