"""What is filled in about the sealed room; what a letter says is never a form of the server."""

from kinbridge.referral.forms import keys, recipients

__all__ = ["keys", "recipients"]
