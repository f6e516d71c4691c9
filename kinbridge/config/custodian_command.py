"""``kinbridge custodian``: make a key, put a root together, look at a directory, sign it.

Meant for a machine without a network; nothing here touches a database.
"""

import getpass
import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from kinbridge.config.telling import complain, say
from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.letters import DAMAGED, as_bytes, thumbprint
from kinbridge.people.passphrases import generated
from kinbridge.referral import custody
from kinbridge.referral import directory_of_keys as directory
from kinbridge.referral.minutes import epoch_at

MISUSED = 2
Words = Mapping[str, Any]
ask: Callable[[str], str] = input  # what is typed in sight
ask_hidden: Callable[[str], str] = getpass.getpass


def key(told: Namespace) -> int:
    """Make a key: ``OUT`` stays with its custodian, ``OUT.public`` goes to the others."""
    passphrase = _new_passphrase()
    if not passphrase:
        complain("kinbridge: nothing was made.")
        return 1
    made = custody.new()
    public = told.out.with_name(f"{told.out.name}.public")
    for path, text in (
        (told.out, custody.locked(made, passphrase)),
        (public, json.dumps(made.public)),
    ):
        if not _written(path, text):
            return MISUSED
    say(f"{told.out}: the key. It never leaves you; keep a second copy in another place.")
    say(f"{public}: its public half, for the root.")
    say(f"Thumbprint: {made.thumbprint}")
    return 0


def root(told: Namespace) -> int:
    """Put three public halves together: the root that every device pins."""
    try:
        keys = [json.loads(path.read_text(encoding="utf-8")) for path in told.public]
        text = json.dumps(keys, indent=1)
        known = directory.read_root(text)
    except (OSError, ValueError) as problem:
        complain(f"kinbridge: {problem}")
        return MISUSED
    except Refusal as refusal:
        complain(f"kinbridge: {refusal.message}")
        return MISUSED
    if not _written(told.out, text):
        return MISUSED
    for one in sorted(known):
        say(f"Thumbprint: {one}")
    say(f"The number of this root: {directory.root_number(known)}")
    say("Print it on the mentors' cards; every device shows it for comparison.")
    return 0


def show(told: Namespace) -> int:
    """Tell what a directory says, what is new in it, and who has signed it."""
    try:
        words, text = _read(told.file)
        before = _read(told.before)[0] if told.before else {"entries": [], "revoked": []}
    except ValueError as problem:
        complain(f"kinbridge: {problem}")
        return MISUSED
    for line in _told(words, before):
        say(line)
    if not told.root:
        return 0
    known = directory.read_root(told.root.read_text(encoding="utf-8"))
    say(f"Signed by: {', '.join(directory.signers(text, known)) or 'nobody yet'}")
    try:
        directory.vouched_for(text, root=known, at=timezone.now())
    except Refusal as refusal:
        say(f"Devices refuse it: {refusal.message}")
        return 1
    say("Devices take it.")
    return 0


def sign(told: Namespace) -> int:
    """Sign a directory after looking at it; its version is typed, so that nobody signs what
    they have not read."""
    try:
        words, text = _read(told.file)
    except ValueError as problem:
        complain(f"kinbridge: {problem}")
        return MISUSED
    for line in _told(words, {"entries": [], "revoked": []}):
        say(line)
    if ask("To sign, type the number of this version: ").strip() != str(words["version"]):
        complain("kinbridge: nothing was signed.")
        return 1
    try:
        mine = custody.unlocked(
            told.key.read_text(encoding="utf-8"), ask_hidden("Passphrase of your key: ")
        )
    except (OSError, Refusal) as problem:
        complain(f"kinbridge: {problem}")
        return 1
    signed = directory.sign(text if "signatures" in json.loads(text) else words, mine.key)
    if not _written(told.out, signed):
        return MISUSED
    say(f"{told.out}: signed by {mine.thumbprint}")
    return 0


def _new_passphrase() -> str:
    say(f"A passphrase that nobody could guess: {generated()}")
    say("Take it, or choose your own of 15 letters or more. Write it down; keep it apart.")
    first = ask_hidden("Passphrase for this key: ")
    if len(first) < custody.SHORTEST:
        complain("kinbridge: a passphrase has 15 letters or more.")
        return ""
    if ask_hidden("The same once more: ") != first:
        complain("kinbridge: these two differ.")
        return ""
    return first


def _read(path: Path) -> tuple[Words, str]:
    """The words of a directory, signed or not yet, and the file as it is."""
    try:
        text = path.read_text(encoding="utf-8")
        told = json.loads(text)
        words = json.loads(as_bytes(told["payload"])) if "signatures" in told else told
        if {"version", "country", "entries", "revoked"} <= set(words):
            return words, text
    except (OSError, *DAMAGED) as problem:
        raise ValueError(f"{path} cannot be read as a directory: {problem}") from problem
    raise ValueError(f"{path} holds no directory")


def _told(words: Words, before: Words) -> Iterator[str]:
    """A directory in lines that a person can compare with a list on paper."""
    yield f"{words['country']}, version {words['version']}, issued {words['issued']}"
    known = {entry["person"]: entry for entry in before["entries"]}
    epoch = epoch_at(timezone.now())
    for entry in words["entries"]:
        live = directory.live_mailbox(entry, epoch=epoch, revoked=words["revoked"])
        marks = "" if live else "; no key for these days"
        if before["entries"] and entry != known.pop(entry["person"], None):
            marks += "; NEW OR CHANGED"
        yield f"  {entry['rank']}. {entry['role']}, {entry['organisation']}, {entry['area']}"
        yield f"     identity {thumbprint(entry['identity'])}{marks}"
    for entry in known.values() if before["entries"] else ():
        yield f"  GONE: {entry['role']}, {entry['organisation']}, {entry['area']}"
    for kid in words["revoked"]:
        yield f"  revoked: {kid}"


def _written(path: Path, text: str) -> bool:
    """A new file, for its owner only; nothing is written over."""
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(f"{text}\n", encoding="utf-8")
    except OSError as problem:
        complain(f"kinbridge: {path} cannot be written: {problem.strerror}")
        return False
    return True
