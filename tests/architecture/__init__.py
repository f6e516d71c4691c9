"""The rules of the house, held by tests. No rule has a list of exceptions."""
