"""Vectors, and keys made for one test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jwcrypto.jwk import JWK

VECTORS = Path(__file__).parent / "vectors"


@pytest.fixture(scope="session")
def rfc() -> Any:
    """Letters and signatures as the standards print them (RFC 7515, 7516, 7520)."""
    return json.loads((VECTORS / "rfc.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def ours() -> Any:
    """A directory, a letter and a step of our own, with their throw-away keys."""
    return json.loads((VECTORS / "ours.json").read_text(encoding="utf-8"))


@pytest.fixture
def new_key() -> Callable[[], JWK]:
    """A fresh key on P-256."""
    return lambda: JWK.generate(kty="EC", crv="P-256")
