"""What the benchmark of the directory is made of."""
