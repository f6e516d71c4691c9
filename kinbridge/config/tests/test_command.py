"""The command ``kinbridge``."""

from pathlib import Path

import pytest
from django.core.management.base import SystemCheckError
from django.db import OperationalError
from pytest_django.fixtures import Settings

from kinbridge.config import begin_command, check_command, example_command, serve
from kinbridge.config.command import main
from kinbridge.config.telling import progress
from kinbridge.config.tidying import tidy
from kinbridge.examples.loading import ExampleAccount, Loaded, available
from kinbridge.people.models import Person
from kinbridge.people.roles import Role
from tests.cast import Cast

Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    "told",
    [
        [],
        ["serve"],
        ["example"],
        ["example", "load"],
        ["journal"],
        ["journal", "verify"],
        ["journal", "anchor"],
        ["check"],
        ["countries"],
        ["countries", "check"],
        ["begin"],
        ["tidy"],
    ],
)
def test_every_command_explains_itself(told: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*told, "--help"])
    assert ended.value.code == 0
    assert "usage: kinbridge" in capsys.readouterr().out


def test_a_command_that_is_none_is_told(capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_djangos_own_commands_are_at_hand(capsys: Output) -> None:
    assert main(["manage", "check"]) == 0


def test_local_mode_answers_on_this_machine_only(capsys: Output) -> None:
    assert main(["serve", "--host", "0.0.0.0"]) == 78  # noqa: S104 - refused
    assert "this machine only" in capsys.readouterr().err


def test_a_port_that_is_none_is_told(capsys: Output) -> None:
    assert main(["serve", "--port", "eighty"]) == 78
    assert "a port is a number" in capsys.readouterr().err


def test_whoever_interrupts_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_told: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(example_command, "show", interrupted)
    assert main(["example", "list"]) == 130


@pytest.fixture
def alone(settings: Settings) -> None:
    """Nobody works beside the pages: a thread of its own would write beside the test's
    transaction, and what it wrote would stay."""
    settings.EMBEDDED_WORKER = False


@pytest.mark.django_db
def test_the_server_gets_a_prepared_database_and_eight_threads(
    alone: None, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    asked: dict[str, object] = {}
    loaded: list[str] = []
    monkeypatch.setattr("waitress.serve", lambda _app, **told: asked.update(told))
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    monkeypatch.setattr("signal.signal", lambda *_told: None)
    monkeypatch.setattr(serve, "load_example", loaded.append)
    assert main(["serve", "--example", "--port", "18766"]) == 0
    assert (asked["threads"], asked["port"], asked["host"]) == (8, 18766, "127.0.0.1")
    assert "trusted_proxy" not in asked
    assert loaded == available()[:1]
    assert "http://localhost:18766" in capsys.readouterr().out


def test_an_example_is_not_loaded_beside_what_is_there(
    cast: Cast, alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waitress.serve", lambda _app, **told: None)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    monkeypatch.setattr("signal.signal", lambda *_told: None)
    monkeypatch.setattr(serve, "load_example", lambda _name: pytest.fail("loaded"))
    assert main(["serve", "--example", "--port", "18766"]) == 0


def test_in_production_only_the_proxy_is_believed(settings: Settings) -> None:
    settings.LOCAL, settings.PRODUCTION, settings.PROXY = False, True, "127.0.0.9"
    assert serve._behind_proxy()["trusted_proxy"] == "127.0.0.9"


def test_in_production_no_account_is_told(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    settings.LOCAL, settings.PRODUCTION = False, True
    monkeypatch.setattr(serve, "accounts", lambda: pytest.fail("asked"))
    serve._tell("127.0.0.1", 8000)
    assert "Local mode" not in capsys.readouterr().out


def test_examples_are_listed(capsys: Output) -> None:
    assert main(["example", "list"]) == 0
    assert "sierra_leone" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_broken_file_is_told_and_nothing_is_loaded(tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("title: [")
    assert main(["example", "load", str(file)]) == 1
    said = capsys.readouterr().err
    assert "broken.yaml" in said
    assert "Nothing was loaded" in said
    assert main(["example", "load", "nowhere"]) == 1


def test_a_bar_moves_where_somebody_watches() -> None:
    with progress("waiting") as moved:
        moved(1, 2)


BEGIN = ["begin", "--country", "sl", "--country-name", "Sierra Leone"]
SITE = ["--site", "https://kinbridge.example.org/"]


@pytest.mark.django_db
def test_two_administrators_begin_each_approved_by_the_other(capsys: Output) -> None:
    assert main([*BEGIN, *SITE, "First", "second"]) == 0
    said = capsys.readouterr().out
    assert said.count("https://kinbridge.example.org/welcome/") == 2
    first, second = (Person.objects.get(sign_in_name=name) for name in ("first", "second"))
    assert first.roles == second.roles == {Role.ADMINISTRATOR}
    assert first.grants[0].approved_by == second
    assert second.grants[0].approved_by == first
    assert not first.has_usable_password()
    assert first.grants[0].area.country.levels[3] == ["Chiefdom", "chiefdom"]  # from its pack
    assert main([*BEGIN, *SITE, "third", "fourth"]) == 1
    assert "already" in capsys.readouterr().err


@pytest.mark.django_db
def test_one_person_is_not_two(capsys: Output) -> None:
    assert main([*BEGIN, *SITE, "same", "Same"]) == 1
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_refusal_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    told = ["begin", "--country", "/", "--country-name", "Nowhere", *SITE, "one", "two"]
    assert main(told) == 1
    assert "p-code" in capsys.readouterr().err
    assert not Person.objects.exists()


def test_a_country_that_is_there_is_kept(cast: Cast) -> None:
    assert begin_command._nation("SL", "Another name") == cast.nation


@pytest.mark.django_db
def test_tidying_tells_what_went(capsys: Output) -> None:
    forgotten = {"failed attempts", "one-time links", "names of closed accounts"}
    erased = {"sealed letters", "notices and messages", "what phones hold"}
    assert {*forgotten, *erased} <= set(tidy())
    assert main(["tidy"]) == 0
    assert "one-time links: 0 forgotten" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_check_tells_whether_real_work_would_be_safe(capsys: Output) -> None:
    assert main(["check"]) == 0
    assert main(["check", "--production"]) == 78
    told = capsys.readouterr()
    assert "kinbridge.E001" in told.out
    assert "Set KINBRIDGE_PRODUCTION=1" in told.out
    assert "1 to mend" in told.err


def test_a_check_that_finds_nothing_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(check_command, "faults", list)
    assert main(["check", "--production"]) == 0
    assert "Ready for real work" in capsys.readouterr().out


def test_a_fault_of_djangos_is_told_too(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def faulty(_command: str) -> None:
        raise SystemCheckError("a model is not right")

    monkeypatch.setattr(check_command, "call_command", faulty)
    assert main(["check"]) == 1
    assert "a model is not right" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def gone() -> None:
        raise OperationalError("nobody there")

    monkeypatch.setattr(serve, "prepare", gone)
    assert main(["serve", "--port", "18767"]) == 69
    assert "does not answer: nobody there" in capsys.readouterr().err


@pytest.mark.parametrize("told", [["serve", "--example"], ["example", "load", "sierra_leone"]])
def test_no_example_in_production(settings: Settings, told: list[str], capsys: Output) -> None:
    settings.LOCAL, settings.PRODUCTION = False, True
    assert main(told) == 78
    assert "local mode" in capsys.readouterr().err


def test_an_example_is_loaded_and_told(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    loaded = Loaded("x", "A story", done=3, there_before=1)
    monkeypatch.setattr(example_command, "load_deeds", lambda _name, progress: loaded)
    assert main(["example", "load", "x"]) == 0
    assert "A story: 3 deeds done, 1 were there before." in capsys.readouterr().out


@pytest.mark.django_db
def test_accounts_of_a_loaded_example_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    known = [ExampleAccount("Mentor", "mentor", "three villages together", "mentor")]
    monkeypatch.setattr(serve, "accounts", lambda: known)
    serve._tell("127.0.0.1", 8000)
    assert "mentor  three villages together  mentor" in capsys.readouterr().out
