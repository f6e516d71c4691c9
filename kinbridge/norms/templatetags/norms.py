"""Tags of the pages on practices."""

from django import template

from kinbridge.norms.models import Leaning
from kinbridge.norms.movement import SIGNS

register = template.Library()


@register.filter
def sign(leaning: str) -> str:
    """The shape that stands for what a group would like."""
    return SIGNS[Leaning(leaning)]
