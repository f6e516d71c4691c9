"""Values as plain JSON, the same every time: for the journal's digests and for versions."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from kinbridge.foundation.references import reference
from kinbridge.foundation.rough_dates import RoughDate


def plain(value: Any) -> Any:
    """The JSON shape of a cleaned form value."""
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, RoughDate):
        return {"on": value.on.isoformat() if value.on else None, "words": value.words}
    if isinstance(value, date | datetime | UUID):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, Model):
        return reference(value)
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, Iterable):
        return [plain(part) for part in value]
    raise TypeError(f"No plain shape for {type(value).__name__}")


def canonical(value: Any) -> bytes:
    """One spelling of a plain value: the bytes that a digest is taken over."""
    return json.dumps(
        plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def facts(record: Model) -> dict[str, Any]:
    """What a record says: its own columns, without its row number and without its links up.

    Never of an account, which holds the digest of a passphrase.
    """
    if isinstance(record, AbstractBaseUser):
        raise TypeError("Say what is told of an account; its columns are not.")
    return {
        field.attname.removesuffix("_id") if field.is_relation else field.name: plain(
            getattr(record, field.name) if field.is_relation else getattr(record, field.attname)
        )
        for field in record._meta.concrete_fields
        if not field.primary_key
    }
