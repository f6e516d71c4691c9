"""The warmest path and the coverage of a nation, on a nation of 100,000 communities."""
