"""Receiving deeds: receipts that count once, versions, differing words. Knows no domain."""
