"""What must hold before real work begins; each fault says what to set (``SECURITY`` 3.13).

Production refuses to start while any of these is found. ``kinbridge check --production``
shows them, and so does Django's own ``check --deploy``.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

A_YEAR = 365 * 24 * 3600
A_MONTH = 30 * 24 * 3600
SHORTEST_SECRET, FEWEST_LETTERS = 50, 12
SHORTEST_PASSPHRASE = 15
LEAST_MEMORY = 64 * 1024  # KiB, of the hash
LARGEST_FORM = 5 * 1024 * 1024
OTHERS_MAY_READ = 0o007

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kinbridge.people.middleware.OwnSession",
    "kinbridge.foundation.middleware.PrivatePages",
)
FOR_DEVELOPERS = ("debug_toolbar", "django_extensions", "silk", "django.contrib.admin")

# What must be so, in settings that have one safe value: number, setting, value, what to do.
EXACTLY: tuple[tuple[int, str, object, str], ...] = (
    (2, "DEBUG", False, "Never set DEBUG: errors would show what people typed."),
    (8, "SESSION_COOKIE_SECURE", True, "Leave SESSION_COOKIE_SECURE on."),
    (9, "SESSION_COOKIE_HTTPONLY", True, "Leave SESSION_COOKIE_HTTPONLY on."),
    (10, "SESSION_COOKIE_SAMESITE", "Strict", "Leave SESSION_COOKIE_SAMESITE at Strict."),
    (11, "CSRF_COOKIE_SECURE", True, "Leave CSRF_COOKIE_SECURE on."),
    (12, "CSRF_COOKIE_HTTPONLY", True, "Leave CSRF_COOKIE_HTTPONLY on."),
    (13, "CSRF_COOKIE_SAMESITE", "Strict", "Leave CSRF_COOKIE_SAMESITE at Strict."),
    (14, "SECURE_SSL_REDIRECT", True, "Leave SECURE_SSL_REDIRECT on."),
    (15, "SECURE_HSTS_INCLUDE_SUBDOMAINS", True, "Leave SECURE_HSTS_INCLUDE_SUBDOMAINS on."),
    (16, "SECURE_CONTENT_TYPE_NOSNIFF", True, "Leave SECURE_CONTENT_TYPE_NOSNIFF on."),
    (17, "SECURE_CROSS_ORIGIN_OPENER_POLICY", "same-origin", "Leave it at same-origin."),
    (18, "X_FRAME_OPTIONS", "DENY", "Leave X_FRAME_OPTIONS at DENY."),
    (19, "SECOND_FACTOR_REQUIRED", True, "Leave SECOND_FACTOR_REQUIRED on."),
    (20, "WHITENOISE_USE_FINDERS", False, "Leave WHITENOISE_USE_FINDERS off."),
)


def error(number: int, said: str, do: str) -> Error:
    """A fault that stops production, with its own number for ever."""
    return Error(said, hint=do, id=f"kinbridge.E{number:03}")


def production(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001 - Django hands it
    **_told: Any,
) -> list[CheckMessage]:
    """All faults of the settings; outside of production that is the one there is to tell."""
    if not settings.PRODUCTION:
        return [error(1, "This is the local mode.", "Set KINBRIDGE_PRODUCTION=1.")]
    return [
        *_exactly(),
        *_secret(),
        *_hosts(),
        *_cookies(),
        *_https(),
        *_policy(),
        *_sign_in(),
        *_parts(),
        *_data(),
    ]


def _exactly() -> Iterator[Error]:
    for number, name, value, do in EXACTLY:
        found = getattr(settings, name, None)
        if found != value:
            yield error(number, f"{name} is {found!r}.", do)


def _secret() -> Iterator[Error]:
    do = "Put 50 random letters into KINBRIDGE_SECRET_KEY, or a file KINBRIDGE_SECRET_KEY_FILE."
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    if any(len(secret) < SHORTEST_SECRET for secret in secrets):
        yield error(3, "The secret key has fewer than 50 letters.", do)
    if any(
        len(set(secret)) < FEWEST_LETTERS or secret.startswith("django-insecure")
        for secret in secrets
    ):
        yield error(4, "The secret key is not random.", do)


def _hosts() -> Iterator[Error]:
    do = "Set KINBRIDGE_HOSTS to the names of this site, such as kinbridge.example.org."
    hosts = settings.ALLOWED_HOSTS
    if not hosts:
        yield error(5, "No host is named.", do)
    if any(host.startswith(("*", ".")) for host in hosts):
        yield error(6, "KINBRIDGE_HOSTS admits any name.", do)
    if {"localhost", "127.0.0.1", "[::1]", "testserver"} & set(hosts):
        yield error(7, "KINBRIDGE_HOSTS names this machine only.", do)
    if any(not origin.startswith("https://") for origin in settings.CSRF_TRUSTED_ORIGINS):
        yield error(21, "CSRF_TRUSTED_ORIGINS trusts pages without https.", do)
    if any("*" in origin for origin in settings.CSRF_TRUSTED_ORIGINS):
        yield error(22, "CSRF_TRUSTED_ORIGINS trusts any name.", do)
    if settings.PROXY == "*":
        yield error(
            23,
            "KINBRIDGE_PROXY believes everybody about https and addresses.",
            "Set KINBRIDGE_PROXY to the one address that your TLS proxy connects from.",
        )


def _cookies() -> Iterator[Error]:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME")
    for name in names:
        if not getattr(settings, name).startswith("__Host-"):
            yield error(24, f"{name} does not begin with __Host-.", f"Leave {name} as it is.")
    if settings.SESSION_COOKIE_AGE > A_MONTH:
        yield error(25, "Sessions last longer than 30 days.", "Leave SESSION_COOKIE_AGE.")
    if settings.SESSION_ENGINE != "django.contrib.sessions.backends.db":
        yield error(
            26,
            "Sessions are not kept in the database, so that they cannot be ended.",
            "Leave SESSION_ENGINE as it is.",
        )


def _https() -> Iterator[Error]:
    if settings.SECURE_HSTS_SECONDS < A_YEAR:
        yield error(27, "HSTS lasts less than a year.", "Leave SECURE_HSTS_SECONDS.")
    if settings.SECURE_REFERRER_POLICY not in {"same-origin", "no-referrer", "strict-origin"}:
        yield error(28, "Other sites learn addresses.", "Leave SECURE_REFERRER_POLICY.")


def _policy() -> Iterator[Error]:
    do = "Leave CONTENT_SECURITY_POLICY as it is."
    told = getattr(settings, "CONTENT_SECURITY_POLICY", None) or {}
    directives = told.get("DIRECTIVES") or {}
    if list(directives.get("default-src", [])) != ["'none'"]:
        yield error(29, "The content security policy does not begin with nothing.", do)
    missing = {"base-uri", "form-action", "frame-ancestors", "script-src"} - set(directives)
    if missing:
        yield error(30, f"The content security policy leaves out {sorted(missing)}.", do)
    for name, sources in directives.items():
        loose = [source for source in sources if _is_loose(name, source)]
        if loose:
            yield error(31, f"The content security policy admits {loose} in {name}.", do)
    if told.get("EXCLUDE_URL_PREFIXES"):
        yield error(32, "Some addresses have no content security policy.", do)


def _is_loose(directive: str, source: str) -> bool:
    open_schemes = ("http:", "https:", "ws:", "wss:", "blob:", "filesystem:")
    return (
        source.startswith("'unsafe-")
        or "*" in source
        or source.startswith(open_schemes)
        or (source == "data:" and directive not in {"img-src", "font-src"})
    )


def _sign_in() -> Iterator[Error]:
    hasher = import_string(settings.PASSWORD_HASHERS[0])
    if hasher.algorithm != "argon2" or hasher.memory_cost < LEAST_MEMORY:
        yield error(
            33,
            "Passphrases are not hashed by Argon2id with 64 MiB.",
            "Leave kinbridge.people.passphrases.Argon2id first in PASSWORD_HASHERS.",
        )
    validators: Any = settings.AUTH_PASSWORD_VALIDATORS
    lengths = [told.get("OPTIONS", {}).get("min_length", 0) for told in validators]
    if max(lengths, default=0) < SHORTEST_PASSPHRASE:
        yield error(
            34,
            "Passphrases may be shorter than 15 letters.",
            "Leave AUTH_PASSWORD_VALIDATORS as it is.",
        )


def _parts() -> Iterator[Error]:
    for name in MIDDLEWARE:
        if name not in settings.MIDDLEWARE:
            yield error(35, f"{name} is missing.", "Leave MIDDLEWARE as it is.")
    for name in FOR_DEVELOPERS:
        if name in settings.INSTALLED_APPS:
            yield error(36, f"{name} is installed.", "Take it out of INSTALLED_APPS.")
    templates: Any = settings.TEMPLATES
    if any(template.get("OPTIONS", {}).get("debug") for template in templates):
        yield error(37, "Templates show their errors.", "Take debug out of TEMPLATES.")
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if size is None or size > LARGEST_FORM:
        yield error(38, "Forms may be of any size.", "Leave DATA_UPLOAD_MAX_MEMORY_SIZE.")


def _data() -> Iterator[Error]:
    data = Path(settings.DATA)
    if data.exists() and data.stat().st_mode & OTHERS_MAY_READ:
        yield error(
            39,
            f"Everybody on this machine can open {data}.",
            f"chmod 700 {data}, or set KINBRIDGE_DATA to another folder.",
        )
    file = settings.SECRET_KEY_FILE
    if file and Path(file).stat().st_mode & OTHERS_MAY_READ:
        yield error(
            40,
            "Everybody on this machine can read the file of the secret key.",
            f"chmod 400 {file}",
        )
    if (
        not settings.STATIC_ROOT
        or not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    ):
        yield error(
            41,
            "The style sheets and pictures of the pages are not collected.",
            "Run kinbridge manage collectstatic --no-input after each installation.",
        )
