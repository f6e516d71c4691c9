"""Settings. Safe by default: without ``KINBRIDGE_PRODUCTION=1`` and what it asks for, Kinbridge
runs in a marked local mode that answers on this machine only."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kinbridge.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
PRODUCTION = environment.switch("KINBRIDGE_PRODUCTION", otherwise=False)
LOCAL = not PRODUCTION
DATA = Path(environment.text("KINBRIDGE_DATA", str(Path.cwd() / "data"))).resolve()

DEBUG = False
SECRET_KEY_FILE = environment.text("KINBRIDGE_SECRET_KEY_FILE")
SECRET_KEY = environment.secret("KINBRIDGE_SECRET_KEY")
LOCAL_SECRET_FILE = None if SECRET_KEY or PRODUCTION else DATA / "secret.key"
if LOCAL_SECRET_FILE:
    SECRET_KEY = environment.local_secret(LOCAL_SECRET_FILE)
if not SECRET_KEY:
    raise environment.Misconfigured(
        "KINBRIDGE_PRODUCTION=1 needs KINBRIDGE_SECRET_KEY (or KINBRIDGE_SECRET_KEY_FILE): "
        "50 random characters or more"
    )
ALLOWED_HOSTS = environment.names("KINBRIDGE_HOSTS") or (
    ["localhost", "127.0.0.1", "[::1]", "testserver"] if LOCAL else []
)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if PRODUCTION]
# Whom to believe about https and the reader's address: the proxy that ends TLS.
PROXY = environment.text("KINBRIDGE_PROXY", "127.0.0.1")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
    "kinbridge.foundation",
    "kinbridge.places",
    "kinbridge.countries",
    "kinbridge.people",
    "kinbridge.journal",
    "kinbridge.sync",
    "kinbridge.notices",
    "kinbridge.community",
    "kinbridge.directory",
    "kinbridge.office",
    "kinbridge.learning",
    "kinbridge.referral",
    "kinbridge.goals",
    "kinbridge.linkage",
    "kinbridge.dialogue",
    "kinbridge.agreement",
    "kinbridge.norms",
    "kinbridge.sustainability",
    "kinbridge.mentoring",
    "kinbridge.reports",
    "kinbridge.web",
    "kinbridge.config",
    "django.forms",  # last: its widgets have other templates in foundation
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # With random lengths, and form tokens that differ each time: lengths tell nothing.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kinbridge.sync.middleware.OwnDevice",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kinbridge.people.middleware.OwnLanguage",
    "kinbridge.people.middleware.OwnSession",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kinbridge.foundation.middleware.PrivatePages",
    "kinbridge.foundation.middleware.Refusals",
]

ROOT_URLCONF = "kinbridge.config.urls"
WSGI_APPLICATION = "kinbridge.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kinbridge.web.context.frame",
                *(["kinbridge.config.context.example"] if LOCAL else []),
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database(otherwise=DATA / "kinbridge.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Every acknowledged deed survives a power cut; writers queue, readers do not wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Whether the server sends notices itself; ``kinbridge notify`` does it apart.
EMBEDDED_WORKER = environment.switch("KINBRIDGE_EMBEDDED_WORKER", otherwise=True)

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["kinbridge.people.passphrases.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["sign_in_name", "display_name"]},
    },
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
OTP_TOTP_ISSUER = "Kinbridge"
# Delays after failures are our own, the same for passphrases and codes.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
SECOND_FACTOR_REQUIRED = PRODUCTION

SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 180 * 24 * 3600
DEVICE_COOKIE_NAME = "device"
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" would make browsers send "Origin: null", which no form check can accept.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    DEVICE_COOKIE_NAME = "__Host-device"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["kinbridge"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "kinbridge.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone("KINBRIDGE_TIME_ZONE")

# Notices. What is not set up is not sent, and the pages say so.
SITE = environment.site("KINBRIDGE_SITE", hosts=ALLOWED_HOSTS if PRODUCTION else [])
SMS_GATEWAY = environment.text("KINBRIDGE_SMS_GATEWAY")
SMS_URL = environment.text("KINBRIDGE_SMS_URL")
SMS_USER = environment.text("KINBRIDGE_SMS_USER")
SMS_PASSWORD = environment.secret("KINBRIDGE_SMS_PASSWORD")
SMS_SENDER = environment.text("KINBRIDGE_SMS_SENDER")
SMS_TOKEN = environment.secret("KINBRIDGE_SMS_TOKEN")
MAIL = environment.mail("KINBRIDGE_SMTP_URL")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.scheme == "smtps", MAIL.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("KINBRIDGE_MAIL_FROM")
PUSH_CONTACT = environment.text("KINBRIDGE_PUSH_CONTACT")
PUSH_SERVICES = [
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    *environment.names("KINBRIDGE_PUSH_SERVICES"),
]
QUIET_HOURS = environment.hours("KINBRIDGE_QUIET_HOURS", otherwise="21-7")

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static" if PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
MEDIA_ROOT = DATA / "files"
# Whom the watch-dog tells when the engine is silent: numbers and e-mail addresses.
OPERATORS = environment.names("KINBRIDGE_OPERATORS")
# The public keys of the three custodians: who may receive referrals is vouched for by them.
ROOT_FILE = Path(environment.text("KINBRIDGE_ROOT", str(DATA / "root.json")))

# A folder on another disk: each sealed letter lies there, too, before it is acknowledged.
SECOND_DISK = environment.text("KINBRIDGE_SECOND_DISK")

# A folder of country packs of the operator's own; they come before those that come along.
COUNTRY_PACKS = environment.text("KINBRIDGE_PACKS")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
