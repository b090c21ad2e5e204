"""How reports count: stretches of time, journeys, what is kept from one question to the next, intervals, ranks."""
