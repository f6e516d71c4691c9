"""The command ``kinbridge``: serve, load examples, verify the journal, check for production.

What a subcommand does lies in a module of its own, which is imported only when it is asked
for: ``--help`` is quick, and the server carries nothing it does not need.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.management import execute_from_command_line
from django.utils.module_loading import import_string

from kinbridge.config.environment import EX_CONFIG, Misconfigured

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns its exit code."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinbridge.config.settings")
    try:
        if told[:1] == ["manage"]:
            execute_from_command_line(["kinbridge manage", *told[1:]])
            return 0
        chosen = _parser().parse_args(told)
        django.setup()
        return int(import_string(f"kinbridge.config.{chosen.does}")(chosen))
    except Misconfigured as problem:
        sys.stderr.write(f"{problem}\n")
        return EX_CONFIG
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kinbridge",
        description="Links communities that protect their children with the services that "
        "can help.",
        epilog="Settings come from the environment; docs/operator.md tells each.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _serve(_command(commands, "serve", "serve.run", "prepare the database and serve the pages"))
    _command(
        commands, "notify", "serve.notify", "send notices and do what is due, beside a server"
    )
    _escalate(
        _command(
            commands,
            "escalate",
            "escalate_command.run",
            "tell the next one when a sealed letter is not answered, beside a server",
        )
    )
    _letters(commands)
    _example(commands)
    _journal(commands)
    _directory(commands)
    _custodian(commands)
    _countries(commands)
    _ties(commands)
    _check(_command(commands, "check", "check_command.run", "look whether all is well"))
    _begin(
        _command(commands, "begin", "begin_command.run", "make the first two administrators")
    )
    _command(
        commands, "tidy", "tidying.run", "forget what is past its day (let it run once a day)"
    )
    commands.add_parser("manage", help="Django's own commands, such as migrate", add_help=False)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    does: str,
    said: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=said, description=f"{said[0].upper()}{said[1:]}.")
    parser.set_defaults(does=does)
    return parser


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        default="",
        help="where to answer (default: PORT from the environment, else 8000)",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to answer on (default: this machine)"
    )
    parser.add_argument(
        "--example",
        action="store_true",
        help="load the worked example if the database is empty (local mode only)",
    )


def _escalate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="look once, and end")
    parser.add_argument(
        "--watch",
        action="store_true",
        help="be the watch-dog: if the engine is silent, call everybody on duty (best on "
        "another machine)",
    )


def _letters(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("letters", help="sealed letters and their second disk")
    below = parser.add_subparsers(required=True, metavar="take-in")
    _command(
        below,
        "take-in",
        "letters_command.run",
        "after a backup was restored, take in the letters that came after it",
    )


def _example(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("example", help="list or load worked examples")
    below = parser.add_subparsers(required=True, metavar="list|load|vouch")
    _command(
        below,
        "vouch",
        "example_command.vouch",
        "sign the keys of the example's focal points (local mode only)",
    )
    _command(below, "list", "example_command.show", "list the examples that come along")
    load = _command(below, "load", "example_command.load", "load one, whole or not at all")
    load.add_argument("name", metavar="NAME", help="its name, or a file of deeds of your own")


def _journal(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("journal", help="verify the journal, or anchor it outside")
    below = parser.add_subparsers(required=True, metavar="verify|anchor")
    verify = _command(
        below, "verify", "journal_command.verify", "find changes, gaps and reordering"
    )
    verify.add_argument(
        "--anchors",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="anchors kept outside: only with them a rewritten or cut history is found",
    )
    anchor = _command(
        below, "anchor", "journal_command.anchor", "write the signed heads of all streams"
    )
    anchor.add_argument(
        "out", type=Path, metavar="OUT", help="a new file, to be kept away from this server"
    )


def _custodian(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "custodian", help="make and use a custodian's key, on a machine without a network"
    )
    below = parser.add_subparsers(required=True, metavar="key|root|show|sign")
    key = _command(below, "key", "custodian_command.key", "make a key behind a passphrase")
    root = _command(
        below, "root", "custodian_command.root", "put three public keys together as a root"
    )
    show = _command(
        below, "show", "custodian_command.show", "tell what a directory of keys says"
    )
    sign = _command(below, "sign", "custodian_command.sign", "sign a directory of keys")
    key.add_argument("out", type=Path, metavar="OUT", help="a new file for the key")
    root.add_argument("out", type=Path, metavar="OUT", help="a new file for the root")
    root.add_argument("public", nargs=3, type=Path, metavar="PUBLIC", help="three public keys")
    for parser in (show, sign):
        parser.add_argument("file", type=Path, metavar="FILE", help="the directory")
    show.add_argument("--root", type=Path, metavar="ROOT", help="whose signatures count")
    show.add_argument("--before", type=Path, metavar="FILE", help="the directory before this")
    sign.add_argument("key", type=Path, metavar="KEY", help="your key")
    sign.add_argument("out", type=Path, metavar="OUT", help="a new file, to be handed on")


def _ties(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("ties", help="how far the ties of communities reach")
    below = parser.add_subparsers(required=True, metavar="reach")
    _command(
        below,
        "reach",
        "ties_command.reach",
        "count by district the communities with a way to an office (needs the extra analysis)",
    )


def _countries(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("countries", help="list or check country packs")
    below = parser.add_subparsers(required=True, metavar="list|check")
    _command(below, "list", "countries_command.show", "list the packs and count their facts")
    check = _command(
        below, "check", "countries_command.look", "find every fault, with file and line"
    )
    check.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="one pack or a folder of them (default: all)",
    )


def _directory(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("directory", help="bring services in, give them away")
    below = parser.add_subparsers(required=True, metavar="import|export|check")
    formats = ("hsds", "hsds-tabular", "xlsx")
    brought = _command(below, "import", "directory_command.bring_in", "bring in a file")
    brought.add_argument("file", type=Path, metavar="FILE", help="a file, or a folder of them")
    brought.add_argument("--format", choices=formats, help="(default: as the file is called)")
    brought.add_argument(
        "--area",
        default="",
        metavar="PCODE",
        help="where services stand that name no place known here (default: the nation)",
    )
    brought.add_argument(
        "--by",
        default="",
        metavar="SIGN-IN-NAME",
        help="who does it (default: the operator of this server)",
    )
    given = _command(
        below, "export", "directory_command.give_away", "write what is open to all"
    )
    given.add_argument("--format", choices=formats, required=True)
    given.add_argument("out", type=Path, metavar="OUT", help="a folder; for xlsx, a file")
    _command(below, "check", "directory_command.look", "tell stale and suspicious entries")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--production",
        action="store_true",
        help="also whether real work would be safe; says what to set (exit code 78 if not)",
    )


def _begin(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs=2, metavar="SIGN-IN-NAME", help="two people, not one")
    parser.add_argument(
        "--country", required=True, metavar="CODE", help="ISO 3166 code, such as SL"
    )
    parser.add_argument(
        "--country-name", required=True, metavar="NAME", help="such as Sierra Leone"
    )
    parser.add_argument(
        "--site", required=True, metavar="URL", help="such as https://kinbridge.example.org"
    )


if __name__ == "__main__":
    sys.exit(main())
