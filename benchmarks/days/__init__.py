"""A facilitator's day, and the three roads on which it is sent."""
