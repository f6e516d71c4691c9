"""Who might help a community reach its goal, and how far the two have come."""
