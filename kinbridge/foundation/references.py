"""How one part names a thing of another without importing it: ``goal:<key>``."""

from django.db.models import Model


def kind_of(model: type[Model] | Model) -> str:
    """``gathering`` for a Gathering: the model's name, the same everywhere."""
    return str(model._meta.model_name)


def reference(record: Model) -> str:
    """The name of a record across parts and in the journal."""
    return f"{kind_of(record)}:{record.key}"  # type: ignore[attr-defined]
