"""A Kannel that knows us, and an agreement whose promises come round."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kinbridge.agreement.tests.conftest import (  # noqa: F401 (fixtures)
    agreement,
    draft,
    in_force,
    ours,
    responsibles,
    rhythm,
    sign,
    theirs,
)
from kinbridge.dialogue.tests.conftest import dialogue, goal, linkage  # noqa: F401 (fixtures)
from kinbridge.directory.tests.conftest import office  # noqa: F401 (fixture)
from tests.gateways.kannel import Kannel, need_kannel


@pytest.fixture
def kannel(live_server: Any, settings: Settings, tmp_path: Path) -> Iterator[Kannel]:
    """A Kannel that knows us, and that we know."""
    need_kannel()
    made = Kannel(tmp_path, live_server.url, "0123456789abcdef")
    settings.SMS_GATEWAY, settings.SMS_URL, settings.SITE = "kannel", made.url, live_server.url
    settings.SMS_USER, settings.SMS_PASSWORD = "us", "a-password"
    settings.SMS_TOKEN = made.token
    with made.running():
        yield made
