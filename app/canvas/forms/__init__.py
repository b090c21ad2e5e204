"""Forms made of a kind's data: fields, units, choices."""
