"""What every test in the house stands on."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.cast"]

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave tests marked ``postgres`` to the run on a real PostgreSQL."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    reason = "needs PostgreSQL: python -m tools.with_postgres pytest ..."
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason=reason))
