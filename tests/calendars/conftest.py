"""What these tests stand on: an agreement in force, made by deeds."""

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
