"""Whether the house may open: in production, only if nothing is unsafe."""

import logging
import sys

from django.conf import settings
from django.core.checks import CheckMessage, Error

from kinbridge.config.checks import production
from kinbridge.config.checks_of_countries import faults_of_countries
from kinbridge.config.checks_of_notices import faults_of_notices
from kinbridge.config.checks_of_store import faults_of_store
from kinbridge.config.environment import EX_CONFIG

log = logging.getLogger("kinbridge")


def faults() -> list[CheckMessage]:
    """Everything that is not as real work needs it, errors first."""
    found = production()
    if settings.PRODUCTION:
        found += [*faults_of_notices(), *faults_of_countries(), *faults_of_store()]
    return sorted(found, key=lambda fault: (-fault.level, str(fault.id)))


def told(fault: CheckMessage) -> str:
    """A fault as a person reads it."""
    return f"{fault.id}  {fault.msg}\n    {fault.hint}\n"


def refuse_unsafe() -> None:
    """In production, end the program while anything is unsafe; warnings are logged."""
    if settings.LOCAL:
        return
    found = faults()
    errors = [fault for fault in found if isinstance(fault, Error)]
    for fault in found:
        if fault not in errors:
            log.warning("%s %s", fault.id, fault.msg)
    if errors:
        sys.stderr.write("Kinbridge does not start, because real work would not be safe:\n\n")
        sys.stderr.write("".join(told(fault) for fault in errors))
        raise SystemExit(EX_CONFIG)
