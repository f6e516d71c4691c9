"""What is filled in about the directory."""

from kinbridge.directory.forms import finding, joining, serving, sheets
from kinbridge.directory.forms.choosing import HelperChoice
from kinbridge.directory.forms.entries import formality_field, level_field

__all__ = [
    "HelperChoice",
    "finding",
    "formality_field",
    "joining",
    "level_field",
    "serving",
    "sheets",
]
