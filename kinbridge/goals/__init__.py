"""How a community chooses: rounds, its goal, criteria and options, decisions, activities."""
