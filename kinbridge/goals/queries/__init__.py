"""Shapes that pages need of goals and of how they were chosen."""

from kinbridge.goals.queries.story import Choosing, choosing, latest_way_of_deciding

__all__ = ["Choosing", "choosing", "latest_way_of_deciding"]
