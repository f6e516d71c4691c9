"""The ways out: one adapter for each gateway. How to add one: ``docs/operator.md``."""
