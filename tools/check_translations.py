"""Compare the committed translations with what the code says today.

Finds words that a catalogue lacks, words that it keeps though nobody says them any more, and
a compiled catalogue that is not the one its source gives. Words not yet translated are only
counted: a half-translated page is better than none.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from gettext import GNUTranslations
from pathlib import Path

from tools.messages import HOUSE, collect

SHOWN = 20  # words listed for each language

Said = tuple[str, str]  # context, words


@dataclass
class Catalogue:
    """The words of one .po file, and which of them are translated."""

    said: set[Said] = field(default_factory=set)
    translated: set[Said] = field(default_factory=set)


def read(po: Path) -> Catalogue:
    """Read a .po file: blocks of keywords, each followed by quoted strings over some lines."""
    catalogue = Catalogue()
    for block in po.read_text(encoding="utf-8").split("\n\n"):
        told = _strings(block)
        if not told.get("msgid"):
            continue
        said = (told.get("msgctxt", ""), told["msgid"])
        catalogue.said.add(said)
        if (told.get("msgstr") or told.get("msgstr[0]")) and "\n#, fuzzy" not in f"\n{block}":
            catalogue.translated.add(said)
    return catalogue


def _strings(block: str) -> dict[str, str]:
    told: dict[str, str] = {}
    keyword = ""
    for row in block.splitlines():
        if row.startswith("#") or '"' not in row:
            continue
        before, quoted = row.split('"', 1)
        keyword = before.strip() or keyword
        told[keyword] = told.get(keyword, "") + ast.literal_eval(f'"{quoted}')
    return told


def faults(committed: Path, fresh: Path) -> list[str]:
    """What is wrong with one committed catalogue; ``fresh`` is the same, collected anew."""
    have, need = read(committed), read(fresh)
    found = [f"lacks: {words!r}" for _, words in sorted(need.said - have.said)]
    found += [f"nobody says: {words!r}" for _, words in sorted(have.said - need.said)]
    if len(found) > SHOWN:
        found = [*found[:SHOWN], f"and {len(found) - SHOWN} more"]
    if not found and not _is_compiled(committed):
        found = ["its .mo is not what it compiles to"]
    print(f"{committed}: {len(have.translated)} of {len(have.said)} translated")
    return found


def _is_compiled(po: Path) -> bool:
    """Whether the .mo beside it holds the same translations."""
    mo = po.with_suffix(".mo")
    if not mo.exists():
        return False
    with tempfile.TemporaryDirectory() as made:
        anew = Path(made) / "anew.mo"
        subprocess.run(["msgfmt", "-o", anew, po], check=True)
        return _translations(mo) == _translations(anew)


def _translations(mo: Path) -> dict[object, str]:
    """Everything but the header, whose dates may differ."""
    with mo.open("rb") as compiled:
        catalogue: dict[object, str] = dict(vars(GNUTranslations(compiled))["_catalog"])
    catalogue.pop("", None)
    return catalogue


def main() -> int:
    if not all(shutil.which(program) for program in ("xgettext", "msgmerge", "msgfmt")):
        in_ci = os.environ.get("CI") == "true"
        print(
            f"*** TRANSLATIONS {'FAILED' if in_ci else 'NOT CHECKED'}: gettext is missing ***"
        )
        return 1 if in_ci else 0
    catalogues = sorted(HOUSE.glob("locale/*/LC_MESSAGES/*.po"))
    found = []
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / HOUSE.name
        shutil.copytree(HOUSE, copy, ignore=shutil.ignore_patterns("__pycache__", "tests"))
        if catalogues:
            collect(copy)
        for catalogue in catalogues:
            fresh = copy / catalogue.relative_to(HOUSE)
            found += [f"{catalogue}: {fault}" for fault in faults(catalogue, fresh)]
    print("\n".join([*found, "make messages brings them up to date"]) if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
