"""Against real programs of other people, on loopback (``DECISIONS`` 30)."""
