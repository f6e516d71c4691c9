"""What every test in the house stands on."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings as house
from django.utils import translation
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.laid_out", "tests.cast"]

# In CI the same examples each time, so that a failure is never a matter of luck.
settings.register_profile(
    "ci",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") == "true" else "dev")
)


def pytest_configure() -> None:
    """Each client of a test is a server of its own: let it look for a static file when it is
    asked for one, and not for all of them at its start."""
    house.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """No test speaks on in the language of a page that the one before it asked for."""
    with translation.override(house.LANGUAGE_CODE):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave tests marked ``postgres`` to the run on a real PostgreSQL."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    reason = "needs PostgreSQL: python -m tools.with_postgres pytest ..."
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason=reason))
