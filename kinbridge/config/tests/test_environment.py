"""Settings from the environment: understood, or refused aloud; each told in the guide."""

import re
from pathlib import Path

import pytest

from kinbridge.config import environment
from kinbridge.config.environment import Misconfigured

HOUSE = Path(environment.__file__).parents[1]
GUIDE = HOUSE.parent / "docs" / "operator.md"
NAMED = re.compile(r"""["'](KINBRIDGE_[A-Z_]+|DATABASE_URL|PORT)["']""")


def names() -> set[str]:
    """Every name that the code asks the environment for."""
    found = set()
    for module in (HOUSE / "config").glob("*.py"):
        found |= set(NAMED.findall(module.read_text(encoding="utf-8")))
    return found


def test_every_setting_is_told_in_the_guide_for_operators() -> None:
    assert {"KINBRIDGE_PRODUCTION", "KINBRIDGE_SECRET_KEY", "DATABASE_URL", "PORT"} <= names()
    guide = GUIDE.read_text(encoding="utf-8")
    assert {name for name in names() if f"| `{name}` |" not in guide} == set()


def test_the_guide_tells_no_setting_that_is_not_there() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(rows) == names()


@pytest.mark.parametrize(
    ("told", "means"),
    [("1", True), ("yes", True), ("ON", True), ("0", False), ("false", False), ("", True)],
)
def test_a_switch_is_on_or_off(monkeypatch: pytest.MonkeyPatch, told: str, means: bool) -> None:
    monkeypatch.setenv("X", told)
    assert environment.switch("X", otherwise=True) is means
    monkeypatch.delenv("X")
    assert environment.switch("X", otherwise=False) is False


def test_a_switch_that_is_neither_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "perhaps")
    with pytest.raises(Misconfigured, match="X must be 1 or 0"):
        environment.switch("X", otherwise=True)


def test_names_are_divided_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "one.example, two.example,")
    assert environment.names("X") == ["one.example", "two.example"]


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("X", "from the environment")
    assert environment.secret("X") == "from the environment"
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    monkeypatch.setenv("X_FILE", str(file))
    assert environment.secret("X") == "from the file"
    file.unlink()
    with pytest.raises(Misconfigured, match="X_FILE cannot be read"):
        environment.secret("X")


def test_the_secret_of_the_local_mode_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret"
    assert len(environment.local_secret(file)) >= 64
    assert not file.parent.exists(), "a command that only looks leaves nothing behind"
    file.parent.mkdir()
    first = environment.local_secret(file)
    environment.keep_secret(file, environment.local_secret(file) + "another")
    assert environment.local_secret(file) == first
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("told", "means"), [("9000", 9000), ("", 8000)])
def test_the_port_is_told_or_eight_thousand(
    monkeypatch: pytest.MonkeyPatch, told: str, means: int
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert environment.port(told) == means
    monkeypatch.setenv("PORT", "8123")
    assert environment.port("") == 8123


@pytest.mark.parametrize("told", ["0", "65536", "-1", "eighty", "8000.5", "٨٠٠٠٠"])
def test_a_port_that_is_none_is_refused(told: str) -> None:
    with pytest.raises(Misconfigured, match="a port is a number"):
        environment.port(told)


def test_a_database_is_understood_or_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    own = environment.database(otherwise=tmp_path / "x.sqlite3")
    assert own["ENGINE"] == "django.db.backends.sqlite3"
    monkeypatch.setenv("DATABASE_URL", "postgres://me:secret@db.example.org/kinbridge")
    assert environment.database(otherwise=tmp_path)["HOST"] == "db.example.org"
    monkeypatch.setenv("DATABASE_URL", "nonsense://secret@x")
    with pytest.raises(Misconfigured) as refused:
        environment.database(otherwise=tmp_path)
    assert "secret" not in str(refused.value)


def test_a_mail_server_is_understood_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.mail("X") == environment.Mail()
    monkeypatch.setenv("X", "smtp+tls://us%40example.org:p%2Fw@mail.example.org")
    assert environment.mail("X") == environment.Mail(
        "smtp+tls", "mail.example.org", 587, "us@example.org", "p/w"
    )
    monkeypatch.setenv("X", "smtps://mail.example.org:4650")
    assert environment.mail("X").port == 4650
    for told in ("mail.example.org", "http://mail.example.org", "smtp://:25", "smtp://x:port"):
        monkeypatch.setenv("X", told)
        with pytest.raises(Misconfigured, match="X must read"):
            environment.mail("X")


def test_quiet_hours_and_the_site_are_understood_or_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert environment.hours("X", otherwise="21-7") == (21, 7)
    assert environment.site("X", hosts=["kinbridge.example.org"]) == (
        "https://kinbridge.example.org"
    )
    assert environment.site("X", hosts=[]).startswith("http://localhost:")
    for told in ("22-6", "https://kinbridge.example.org/"):
        monkeypatch.setenv("X", told)
        reader = environment.hours if told[0] == "2" else environment.site
        assert reader("X", told)
    for told in ("25-7", "evening"):
        monkeypatch.setenv("X", told)
        with pytest.raises(Misconfigured, match="hours such as"):
            environment.hours("X", otherwise="21-7")
        with pytest.raises(Misconfigured, match="an address such as"):
            environment.site("X", hosts=[])
