"""Shapes that pages need of goals and of how they were chosen."""
