"""Everything that changes the directory."""

from kinbridge.directory.operations.bounces import hear_of_number
from kinbridge.directory.operations.entries import (
    AlreadyInDirectory,
    add_helper,
    check_helper,
    correct_helper,
    describe_service,
    enter_helper,
    report_unanswered,
    say_places_served,
)
from kinbridge.directory.operations.importing import BelongsElsewhere, import_services
from kinbridge.directory.operations.joining import (
    StandsForOthers,
    join_helpers,
    join_providers,
    part_helpers,
    part_providers,
)
from kinbridge.directory.operations.sheets import NothingToBringIn, import_sheet

__all__ = [
    "AlreadyInDirectory",
    "BelongsElsewhere",
    "NothingToBringIn",
    "StandsForOthers",
    "add_helper",
    "check_helper",
    "correct_helper",
    "describe_service",
    "enter_helper",
    "hear_of_number",
    "import_services",
    "import_sheet",
    "join_helpers",
    "join_providers",
    "part_helpers",
    "part_providers",
    "report_unanswered",
    "say_places_served",
]
