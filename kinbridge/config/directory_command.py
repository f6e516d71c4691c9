"""``kinbridge directory``: bring services in, give them away, look for what is doubtful."""

import tempfile
import zipfile
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from kinbridge.config.serve import prepare
from kinbridge.config.telling import complain, progress, say
from kinbridge.directory import exports, sheet
from kinbridge.directory.filled import Filling
from kinbridge.directory.hsds import files, tabular
from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.hsds.reading import Unreadable
from kinbridge.directory.hsds.together import batches
from kinbridge.directory.models import Helper
from kinbridge.directory.operations import import_services, import_sheet
from kinbridge.directory.suspicions import suspicions
from kinbridge.foundation.errors import Refusal
from kinbridge.people.acts import Act
from kinbridge.people.models import Person
from kinbridge.places.models import Area, Country
from kinbridge.places.operations import add_area, add_country

BATCH = 500  # documents brought in at once: each batch is one deed
LARGEST_PACKAGE = 4 * 1024**3  # bytes, unpacked
NOWHERE = "ZZ"  # ISO 3166 leaves it to its users
OPERATOR = "operator-of-this-server"
FORMATS = ("hsds", "hsds-tabular", "xlsx")


def bring_in(told: Namespace) -> int:
    """Import a file: all of it is read and checked before anything is brought in."""
    try:
        prepare()
        act_by, area = _who(told.by), _where(told.area)
        form = told.format or _format(told.file)
        if form == "xlsx":
            return _sheet(told.file, area, act_by)
        with _unpacked(told.file, form) as path:
            return _documents(path, form, area, act_by)
    except (Refusal, OSError) as problem:
        complain(f"kinbridge: {getattr(problem, 'message', problem)}\nNothing was brought in.")
        return 1


def give_away(told: Namespace) -> int:
    """Export what is open to all."""
    ways: dict[str, Callable[[Path, exports.Told], dict[str, int]]] = {
        "hsds": exports.as_documents,
        "hsds-tabular": exports.as_package,
        "xlsx": exports.as_sheet,
    }
    prepare()
    try:
        with progress("Writing the directory") as moved:
            made = ways[told.format](told.out, lambda n: moved(n, n))
    except OSError as problem:
        complain(f"kinbridge: {told.out} cannot be written: {problem.strerror}")
        return 1
    say(f"{told.out}: " + ", ".join(f"{n} {name}" for name, n in made.items()) + ".")
    say("Non-formal helpers are not among them: they never leave.")
    return 0


def look(_told: Namespace) -> int:
    """Tell entries that are stale or suspicious; 1 if there are any suspicious ones."""
    prepare()
    counts: Counter[str] = Counter()
    for found in suspicions():
        counts[found.kind] += 1
        say(f"{found.about}: {found.said}")
    if not counts:
        say("Every entry was checked in time, and nothing is suspicious.")
        return 0
    say(", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())) + ".")
    return 1 if set(counts) - {"stale", "not checked"} else 0


def _documents(path: Path, form: str, area: Area, by: Person) -> int:
    def read() -> Iterator[tuple[str, Document]]:
        return tabular.documents(path) if form == "hsds-tabular" else files.read(path)

    total = 0
    with progress("Reading the file") as moved:
        for total, _found in enumerate(read(), start=1):
            moved(total, total)
    if not total:
        raise Unreadable("There is no record in this file.")
    counts: Counter[str] = Counter()
    with progress("Bringing in") as moved:
        for batch in batches(read(), BATCH):
            import_services(area=area, documents=batch, act=_act(by))
            counts.update(kind for kind, _document in batch)
            moved(sum(counts.values()), total)
    _tell(counts)
    return 0


def _sheet(path: Path, area: Area, by: Person) -> int:
    with path.open("rb") as told:
        rows = sheet.read(told)
    filled = Filling(area, Helper.objects.all(), looked_again=True).fill(rows)
    faults = [(row.number, *fault) for row in rows for fault in row.faults.items()]
    for number, name, said in faults:
        complain(f"row {number}, {name}: {said}")
    if faults:
        marked = path.with_name(f"{path.stem}-marked.xlsx")
        with marked.open("wb") as out:
            sheet.write(out, rows)
        complain(f"{len(faults)} cells are marked in {marked}. Nothing was brought in.")
        return 1
    import_sheet(area=area, rows=filled, act=_act(by))
    _tell({"service": len(filled)})
    return 0


def _tell(counts: dict[str, int] | Counter[str]) -> None:
    say("Brought in: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()) + ".")


def _act(by: Person) -> Act:
    now = timezone.now()
    return Act(by=by, at=now, received_at=now, key=uuid4())


def _format(path: Path) -> str:
    """The format of a file that nobody named."""
    if path.is_dir():
        return "hsds-tabular" if list(path.glob("*.csv")) else "hsds"
    known = {".xlsx": "xlsx", ".zip": "hsds-tabular", ".json": "hsds", ".csv": "hsds-tabular"}
    if path.suffix not in known:
        raise Unreadable(f"{path}: say --format, one of {', '.join(FORMATS)}.")
    return known[path.suffix]


@contextmanager
def _unpacked(path: Path, form: str) -> Iterator[Path]:
    """A packed package, unpacked while it is read; anything else as it is."""
    if not path.exists():
        raise Unreadable(f"{path} is not there.")
    if form != "hsds-tabular" or path.is_dir():
        yield path
    elif path.suffix != ".zip":
        yield path.parent  # one table, or the description: the others lie beside it
    else:
        with tempfile.TemporaryDirectory(prefix="kinbridge-package-") as folder:
            _unpack(path, Path(folder))
            yield Path(folder)


def _unpack(path: Path, folder: Path) -> None:
    """Only tables, each by its name alone, and no more of them than may be."""
    try:
        with zipfile.ZipFile(path) as packed:
            tables = [part for part in packed.infolist() if part.filename.endswith(".csv")]
            if sum(part.file_size for part in tables) > LARGEST_PACKAGE:
                raise Unreadable("This package is too large.")
            for part in tables:
                out = folder / Path(part.filename).name
                out.write_bytes(packed.read(part))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
        raise Unreadable(f"{path.name} cannot be unpacked: {problem}") from problem


def _who(name: str) -> Person:
    """Who does it: the account named, else whoever works at this server."""
    if name:
        person = Person.objects.filter(sign_in_name__iexact=name, is_active=True).first()
        if person is None:
            raise Unreadable(f"Nobody here signs in as {name}.")
        return person
    return operator()


def operator() -> Person:
    """The account that stands in the journal for work at the server itself; nobody can sign
    in with it."""
    person = Person.objects.filter(sign_in_name=OPERATOR).first()
    if person is None:
        person = Person(
            sign_in_name=OPERATOR, display_name="Operator of this server", is_active=False
        )
        person.set_unusable_password()
        person.save(force_insert=True)
    return person


def _where(pcode: str) -> Area:
    """Where services stand that name no place we know: the area named, else the nation."""
    if pcode:
        area = Area.objects.filter(pcode=pcode).select_related("country").first()
        if area is None:
            raise Unreadable(f"There is no area with the p-code {pcode}.")
        return area
    nations = list(Area.objects.filter(parent__isnull=True).select_related("country")[:2])
    if len(nations) > 1:
        raise Unreadable("There are several countries here: say --area with a p-code.")
    return nations[0] if nations else _no_country()


def _no_country() -> Area:
    """A directory may come before the country that it is of."""
    country = Country.objects.filter(code=NOWHERE).first() or add_country(
        code=NOWHERE, name="No country yet", levels=[["Nation", "nation"]], languages=["en"]
    )
    return add_area(
        country=country, parent=None, name="No country yet", pcode=NOWHERE, key=uuid4()
    )
