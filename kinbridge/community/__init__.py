"""Communities and clusters, who accompanies them, their gatherings, voices and pauses."""
