"""Loading an example: every deed of the file through its form, all of them or none.

The file is read again at every loading; a deed whose key has been answered before is not
done again, so that loading twice does nothing new.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from kinbridge.examples.doing import do
from kinbridge.examples.setting import Names, settle
from kinbridge.foundation.lined import Broken, Lined, read
from kinbridge.foundation.transactions import one_whole
from kinbridge.people.models import Person
from kinbridge.people.roles import Role

HERE = Path(__file__).parent
_DEED = ("do", "called", "about", "by", "at", "source", "illustrative", "told")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Loaded:
    """What a loading came to."""

    name: str
    title: str
    done: int
    there_before: int


@dataclass(frozen=True)
class ExampleAccount:
    """An account to try things out with; its passphrase is known to everybody."""

    name: str
    sign_in_name: str
    passphrase: str
    roles: str


def available() -> list[str]:
    """The names of the examples that come with Kinbridge."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


def accounts() -> list[ExampleAccount]:
    """The accounts of those examples that are loaded in this database."""
    found = []
    for example in available():
        names = Names(example)
        for told in read(HERE / f"{example}.yaml").part("setting").parts("accounts"):
            sign_in_name = told.words("sign_in_name")
            if Person.objects.filter(key=names.key(sign_in_name), is_active=True).exists():
                found.append(_account(told))
    return found


def _account(told: Lined) -> ExampleAccount:
    roles = {role.words("role"): None for role in told.parts("roles")}
    return ExampleAccount(
        name=told.words("name"),
        sign_in_name=told.words("sign_in_name"),
        passphrase=told.words("passphrase"),
        roles=", ".join(str(Role(role).label) for role in roles),
    )


def load(name_or_path: str | Path, *, progress: Progress | None = None) -> Loaded:
    """Load an example by its name, or a file of deeds by its path: whole or not at all.

    ``progress`` is told how many deeds of how many are behind us.

    Raises: Broken, with the line of the file.
    """
    path = _file(name_or_path)
    file = read(path).only(["title", "sources", "setting", "chapters"])
    if settings.PRODUCTION:
        raise file.broken("an example has accounts with known passphrases: local mode only")
    title, names, now = file.words("title"), Names(path.stem), timezone.now()
    deeds = list(deeds_of(file))
    done = 0
    with one_whole():
        settle(file.part("setting"), names)
        for number, told in enumerate(deeds, 1):
            done += do(told, file.part("sources"), names, now)
            if progress:
                progress(number, len(deeds))
    return Loaded(path.stem, title, done, len(deeds) - done)


def _file(name_or_path: str | Path) -> Path:
    name = str(name_or_path).replace("-", "_")
    if name in available():
        return HERE / f"{name}.yaml"
    path = Path(name_or_path)
    if not path.is_file():
        known = ", ".join(available())
        raise Broken(str(name_or_path), 0, f"there is no such file; examples are: {known}")
    return path


def deeds_of(file: Lined) -> Iterator[Lined]:
    """All deeds, with what their chapter says for all of them."""
    for chapter in file.parts("chapters"):
        chapter.only(["title", "about", "by", "deeds"])
        for told in chapter.parts("deeds"):
            for name in ("about", "by"):
                if name in chapter and name not in told:
                    told[name] = chapter[name]
            yield told.only(_DEED)
