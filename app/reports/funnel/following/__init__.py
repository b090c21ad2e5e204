"""Customers followed through a funnel's steps by a loop over their events, compiled and the same in plain Python."""
