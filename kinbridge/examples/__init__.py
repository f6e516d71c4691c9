"""Worked examples: files of deeds, done through the same forms as anybody's."""
