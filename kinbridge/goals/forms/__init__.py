"""What a facilitator fills in about choosing, weighing and acting."""

from kinbridge.goals.forms import acting, choosing, weighing

__all__ = ["acting", "choosing", "weighing"]
