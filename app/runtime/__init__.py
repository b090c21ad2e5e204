"""The machine and what it is asked: to rehearse scenarios, to forecast, to explain; what others may import is here."""
