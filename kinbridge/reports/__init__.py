"""What leaves the house about a community: its own book and its own file; and its erasure."""
