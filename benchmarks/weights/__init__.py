"""What pages weigh."""
