"""``kinbridge example``: the worked examples."""

from argparse import Namespace

from django.conf import settings

from kinbridge.config.environment import Misconfigured
from kinbridge.config.telling import complain, progress, say
from kinbridge.examples.loading import available
from kinbridge.examples.loading import load as load_deeds
from kinbridge.examples.vouching import make_root
from kinbridge.examples.vouching import vouch as vouch_for_keys
from kinbridge.foundation.errors import Refusal


def show(_told: Namespace) -> int:
    """List the examples that come along."""
    for name in available():
        say(name)
    return 0


def load(told: Namespace) -> int:
    """Load one, by its name or from a file."""
    try:
        load_example(told.name)
    except Refusal as refusal:
        complain(f"kinbridge: {refusal.message}\nNothing was loaded.")
        return 1
    return 0


def vouch(_told: Namespace) -> int:
    """Sign the keys of the example's focal points, as two custodians would."""
    try:
        made = vouch_for_keys()
    except Refusal as refusal:
        complain(f"kinbridge: {refusal.message}")
        return 1
    say(f"Published {made}: phones that renew their pages can seal by it.")
    return 0


def load_example(name: str) -> None:
    """Load an example, with a bar where somebody watches. Raises: Refusal."""
    if settings.PRODUCTION:
        raise Misconfigured("an example is for local mode: its passphrases are known to all")
    with progress(f"Loading the example {name}") as moved:
        loaded = load_deeds(name, progress=moved)
    make_root()
    say(f"{loaded.title}: {loaded.done} deeds done, {loaded.there_before} were there before.")
