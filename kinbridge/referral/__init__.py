"""The sealed room: what is serious goes, sealed on the device of its sender, to those who must
act. No other part looks inside.
"""
