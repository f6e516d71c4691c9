"""The ladder under bad luck and bad will: the real engine, real letters, a clock of our own."""
