"""Production refuses what is not safe, and says what to set."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from django.conf import settings as configured
from django.core.checks import CheckMessage, Error, run_checks
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from kinbridge.config import checks, checks_of_store
from kinbridge.config.checks import production
from kinbridge.config.checks_of_notices import faults_of_notices
from kinbridge.config.checks_of_store import faults_of_store
from kinbridge.config.starting import faults, refuse_unsafe, told
from kinbridge.examples.loading import ExampleAccount
from kinbridge.notices.jobs import do_job
from kinbridge.people.models import Grant
from tests.cast import Cast

SECRET = "".join(chr(33 + 7 * n % 90) for n in range(64))
LOOSE = "https://elsewhere.example"


@pytest.fixture
def safe(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with which production starts."""
    data = tmp_path / "data"
    (data / "static").mkdir(parents=True)
    (data / "static" / "staticfiles.json").write_text("{}")
    data.chmod(0o700)
    for name, value in {
        "PRODUCTION": True,
        "LOCAL": False,
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": ["kinbridge.example.org"],
        "CSRF_TRUSTED_ORIGINS": ["https://kinbridge.example.org"],
        "DATA": data,
        "STATIC_ROOT": data / "static",
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "DEVICE_COOKIE_NAME": "__Host-device",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECOND_FACTOR_REQUIRED": True,
        "WHITENOISE_USE_FINDERS": False,
        "SITE": "https://kinbridge.example.org",
    }.items():
        setattr(settings, name, value)
    return settings


def found(of: Callable[[], Any] = production) -> set[str]:
    return {str(fault.id).removeprefix("kinbridge.") for fault in of()}


def policy(**changed: list[str]) -> dict[str, Any]:
    """Our content security policy with some directives changed."""
    directives = dict(configured.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    for name, sources in changed.items():
        directives[name.replace("_", "-")] = sources
    return {"DIRECTIVES": directives}


def without(names: list[str], name: str) -> list[str]:
    return [other for other in names if other != name]


MIDDLEWARE = configured.MIDDLEWARE
UNSAFE: list[tuple[str, str, Any]] = [
    ("E001", "PRODUCTION", False),
    ("E002", "DEBUG", True),
    ("E003", "SECRET_KEY", "short but Various: 0123456789"),
    ("E003", "SECRET_KEY_FALLBACKS", ["short"]),
    ("E004", "SECRET_KEY", "a" * 64),
    ("E004", "SECRET_KEY", "django-insecure-" + SECRET),
    ("E005", "ALLOWED_HOSTS", []),
    ("E006", "ALLOWED_HOSTS", ["*"]),
    ("E006", "ALLOWED_HOSTS", [".example.org"]),
    ("E007", "ALLOWED_HOSTS", ["kinbridge.example.org", "localhost"]),
    ("E008", "SESSION_COOKIE_SECURE", False),
    ("E009", "SESSION_COOKIE_HTTPONLY", False),
    ("E010", "SESSION_COOKIE_SAMESITE", "None"),
    ("E010", "SESSION_COOKIE_SAMESITE", "Lax"),
    ("E011", "CSRF_COOKIE_SECURE", False),
    ("E012", "CSRF_COOKIE_HTTPONLY", False),
    ("E013", "CSRF_COOKIE_SAMESITE", "Lax"),
    ("E014", "SECURE_SSL_REDIRECT", False),
    ("E015", "SECURE_HSTS_INCLUDE_SUBDOMAINS", False),
    ("E016", "SECURE_CONTENT_TYPE_NOSNIFF", False),
    ("E017", "SECURE_CROSS_ORIGIN_OPENER_POLICY", "unsafe-none"),
    ("E018", "X_FRAME_OPTIONS", "SAMEORIGIN"),
    ("E019", "SECOND_FACTOR_REQUIRED", False),
    ("E020", "WHITENOISE_USE_FINDERS", True),
    ("E021", "CSRF_TRUSTED_ORIGINS", ["http://kinbridge.example.org"]),
    ("E022", "CSRF_TRUSTED_ORIGINS", ["https://*.example.org"]),
    ("E023", "PROXY", "*"),
    ("E024", "SESSION_COOKIE_NAME", "sessionid"),
    ("E024", "CSRF_COOKIE_NAME", "csrftoken"),
    ("E025", "SESSION_COOKIE_AGE", 365 * 24 * 3600),
    ("E026", "SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies"),
    ("E027", "SECURE_HSTS_SECONDS", 0),
    ("E027", "SECURE_HSTS_SECONDS", 3600),
    ("E028", "SECURE_REFERRER_POLICY", "unsafe-url"),
    ("E028", "SECURE_REFERRER_POLICY", None),
    ("E029", "CONTENT_SECURITY_POLICY", None),
    ("E029", "CONTENT_SECURITY_POLICY", policy(default_src=["'self'"])),
    ("E030", "CONTENT_SECURITY_POLICY", {"DIRECTIVES": {"default-src": ["'none'"]}}),
    ("E031", "CONTENT_SECURITY_POLICY", policy(script_src=["'self'", "'unsafe-inline'"])),
    ("E031", "CONTENT_SECURITY_POLICY", policy(script_src=["'unsafe-eval'"])),
    ("E031", "CONTENT_SECURITY_POLICY", policy(script_src=["data:"])),
    ("E031", "CONTENT_SECURITY_POLICY", policy(connect_src=["*"])),
    ("E031", "CONTENT_SECURITY_POLICY", policy(img_src=["https:"])),
    ("E031", "CONTENT_SECURITY_POLICY", policy(style_src=[LOOSE])),
    ("E032", "CONTENT_SECURITY_POLICY", {**policy(), "EXCLUDE_URL_PREFIXES": ["/x/"]}),
    ("E033", "PASSWORD_HASHERS", ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]),
    ("E033", "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]),
    ("E034", "AUTH_PASSWORD_VALIDATORS", []),
    *[
        ("E035", "MIDDLEWARE", without(MIDDLEWARE, name))
        for name in MIDDLEWARE
        if name.endswith(
            ("SecurityMiddleware", "CSPMiddleware", "CsrfViewMiddleware", "OwnSession")
        )
        or name.endswith(("LoginRequiredMiddleware", "XFrameOptionsMiddleware", "PrivatePages"))
    ],
    ("E037", "TEMPLATES", [{**configured.TEMPLATES[0], "OPTIONS": {"debug": True}}]),
    ("E038", "DATA_UPLOAD_MAX_MEMORY_SIZE", None),
    ("E038", "DATA_UPLOAD_MAX_MEMORY_SIZE", 10**9),
    ("E041", "STATIC_ROOT", None),
]


def test_safe_settings_have_no_fault(safe: Settings) -> None:
    assert found() == set()


@pytest.mark.parametrize(("number", "name", "value"), UNSAFE)
def test_what_is_unsafe_is_refused(safe: Settings, number: str, name: str, value: Any) -> None:
    setattr(safe, name, value)
    assert number in found()


def test_tools_for_developers_are_refused(
    safe: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "FOR_DEVELOPERS", ("django.contrib.messages",))
    assert found() == {"E036"}


def test_there_are_enough_unsafe_settings_to_learn_from() -> None:
    assert len(UNSAFE) >= 50


def test_every_fault_says_what_to_do(safe: Settings) -> None:
    safe.SECRET_KEY, safe.DEBUG = "short", True
    for fault in production():
        assert fault.hint
        assert str(fault.id) in told(fault)
        assert str(fault.hint) in told(fault)


def test_a_secret_in_a_file_that_all_can_read_is_refused(
    safe: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET)
    safe.SECRET_KEY_FILE = str(file)
    file.chmod(0o400)
    assert found() == set()
    file.chmod(0o444)
    assert found() == {"E040"}


def test_a_folder_that_all_can_open_is_refused(safe: Settings) -> None:
    Path(safe.DATA).chmod(0o755)
    assert found() == {"E039"}
    assert stat.S_IMODE(Path(safe.DATA).stat().st_mode) == 0o755


def test_pages_without_their_style_are_refused(safe: Settings) -> None:
    (Path(safe.STATIC_ROOT) / "staticfiles.json").unlink()
    assert found() == {"E041"}


def test_in_local_mode_only_that_is_told(settings: Settings) -> None:
    assert found() == {"E001"}
    assert found(faults) == {"E001"}
    refuse_unsafe()  # does nothing


def test_djangos_own_check_tells_our_faults() -> None:
    ids = {fault.id for fault in run_checks(include_deployment_checks=True)}
    assert "kinbridge.E001" in ids


def test_the_program_ends_with_the_exit_code_of_configurations(
    safe: Settings, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    safe.DEBUG = True
    with pytest.raises(SystemExit) as ended:
        refuse_unsafe()
    assert ended.value.code == 78
    assert "kinbridge.E002" in capsys.readouterr().err


@pytest.fixture
def store(safe: Settings, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A database with two administrators, of either kind."""
    if connection.vendor == "postgresql":  # the one for tests gives up safety for speed
        answers = {"SHOW fsync": "on", "SHOW synchronous_commit": "on"}
        monkeypatch.setattr(checks_of_store, "_asked", lambda sql: answers.get(sql, "False"))
    return safe


def errors() -> set[str]:
    faults = [fault for fault in faults_of_store() if isinstance(fault, Error)]
    return {str(fault.id).removeprefix("kinbridge.") for fault in faults}


def test_a_good_database_has_no_error(store: Settings) -> None:
    assert errors() == set()
    assert found(faults) <= {"W001", "W003", "W008", "W020", "W022", "W024", "W025"}


def test_migrations_that_wait_are_refused(
    store: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks_of_store, "pending", lambda: True)
    assert errors() == {"E050"}


def test_a_database_that_does_not_answer_is_told(
    store: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        checks_of_store, "pending", MagicMock(side_effect=DatabaseError("gone"))
    )
    assert errors() == {"E051"}


def test_accounts_of_an_example_are_refused(
    store: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [ExampleAccount("Mentor", "mentor", "known to everybody", "mentor")]
    monkeypatch.setattr(checks_of_store, "accounts", lambda: known)
    assert errors() == {"E056"}


def test_a_lonely_administrator_is_warned_of(store: Settings) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Grant.objects.filter(person__sign_in_name="administrator").update(until_on=yesterday)
    assert "W002" in found(faults_of_store)


def test_an_embedded_database_that_may_lose_is_refused(
    store: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(checks_of_store, "_asked", lambda _sql: "1")
    assert errors() == {"E052"}


POSTGRES = {
    "SHOW fsync": "on",
    "SHOW synchronous_commit": "on",
    "SELECT rolsuper FROM pg_roles WHERE rolname = current_user": "False",
}


@pytest.mark.parametrize(
    ("answers", "host", "password", "sslmode", "expected"),
    [
        ({}, "", "", None, set()),
        ({}, "db.example.org", SECRET, "verify-full", set()),
        ({"SHOW fsync": "off"}, "", "", None, {"E052"}),
        ({"SHOW synchronous_commit": "off"}, "", "", None, {"E052"}),
        ({list(POSTGRES)[2]: "True"}, "", "", None, {"E053"}),
        ({}, "db.example.org", SECRET, None, {"E054"}),
        ({}, "db.example.org", SECRET, "prefer", {"E054"}),
        ({}, "db.example.org", "postgres", "require", {"E055"}),
    ],
)
def test_a_postgres_that_is_not_safe_is_refused(
    store: Settings,
    monkeypatch: pytest.MonkeyPatch,
    answers: dict[str, str],
    host: str,
    password: str,
    sslmode: str | None,
    expected: set[str],
) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(checks_of_store, "pending", lambda: False)
    said = {**POSTGRES, **answers}
    monkeypatch.setattr(checks_of_store, "_asked", lambda sql: said[sql])
    monkeypatch.setitem(configured.DATABASES["default"], "HOST", host)
    monkeypatch.setitem(configured.DATABASES["default"], "PASSWORD", password)
    monkeypatch.setitem(configured.DATABASES["default"], "OPTIONS", {"sslmode": sslmode})
    assert errors() == expected


def test_a_fault_is_a_message_of_djangos(safe: Settings) -> None:
    safe.DEBUG = True
    assert all(isinstance(fault, CheckMessage) for fault in production())


SMS = {
    "SMS_GATEWAY": "kannel", "SMS_URL": "http://127.0.0.1:13013", "SMS_USER": "us",
    "SMS_PASSWORD": "secret", "SMS_TOKEN": "token",
}  # fmt: skip
MAIL = {
    "EMAIL_HOST": "mail.example.org",
    "EMAIL_USE_TLS": True,
    "DEFAULT_FROM_EMAIL": "n@example.org",
}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, {"W003"}),
        (SMS, set()),
        (MAIL, set()),
        ({**SMS, "SITE": "http://kinbridge.example.org"}, {"E060"}),
        ({**SMS, "SMS_TOKEN": ""}, {"E061"}),
        ({**SMS, "SMS_GATEWAY": "rapidpro", "SMS_PASSWORD": ""}, {"E061"}),
        ({**SMS, "SMS_GATEWAY": "no.such.Gateway"}, {"E061"}),
        ({**SMS, "SMS_URL": "http://gateway.example.org"}, {"E062"}),
        ({**SMS, "SMS_URL": "https://gateway.example.org"}, set()),
        ({**MAIL, "DEFAULT_FROM_EMAIL": ""}, {"E063"}),
        ({**MAIL, "EMAIL_USE_TLS": False}, {"E064"}),
        ({**SMS, "PUSH_CONTACT": "office@example.org"}, {"E065"}),
    ],
)
def test_ways_out_that_are_not_safe_are_refused(
    safe: Settings, told: dict[str, Any], expected: set[str]
) -> None:
    for name, value in told.items():
        setattr(safe, name, value)
    assert found(faults_of_notices) == expected


def test_a_worker_that_does_not_work_is_warned_of(store: Settings) -> None:
    store.EMBEDDED_WORKER = False
    assert "W004" in found(faults_of_store)
    do_job.enqueue("nothing")
    DBTaskResult.objects.update(finished_at=timezone.now())
    assert "W004" not in found(faults_of_store)
