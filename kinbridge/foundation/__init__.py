"""The footing: refusals, references, rough dates, the text guard, whole deeds, the frame."""
