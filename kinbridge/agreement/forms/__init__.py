"""What is filled in about agreements."""

from kinbridge.agreement.forms import agreements, rhythm

__all__ = ["agreements", "rhythm"]
