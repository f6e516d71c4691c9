"""Pages of the directory, its sheet, and its open interface."""

from kinbridge.directory.views import api, pages, sheets

__all__ = ["api", "pages", "sheets"]
