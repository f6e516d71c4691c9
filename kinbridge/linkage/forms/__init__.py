"""What is filled in about helpers whom people name, and the way to them."""

from kinbridge.linkage.forms import asks, moving, naming, ties

__all__ = ["asks", "moving", "naming", "ties"]
