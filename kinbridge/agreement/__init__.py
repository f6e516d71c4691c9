"""Agreements: what each side promises, signed, kept, reviewed and ended."""
