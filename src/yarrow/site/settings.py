"""Yarrow's settings. Every variable is described in docs/reference/settings.md (a test checks)."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from yarrow.site import environment
from yarrow.site.databases import database, owner_of
from yarrow.site.open_tables import OPEN_TABLES as OPEN_TABLES
from yarrow.site.open_tables import READ_TABLES as READ_TABLES
from yarrow.ui.languages import ENGLISH

HOME = Path(environment.text("YARROW_HOME", default="var")).absolute()
DEBUG = False
DEMO = environment.flag("YARROW_DEMO", default=False)
SECRET_KEY = environment.secret_in(HOME, "app-secret")
HOSTS = environment.text("YARROW_HOSTS", default="localhost")
ALLOWED_HOSTS = [host.strip() for host in HOSTS.split(",") if host.strip()]

INSTALLED_APPS = [
    "yarrow.desk",
    "yarrow.pocket",
    "yarrow.evaluation",
    "yarrow.alerts",
    "yarrow.panels",
    "yarrow.justice",
    "yarrow.safety",
    "yarrow.referrals",
    "yarrow.sharing",
    "yarrow.plans",
    "yarrow.surveys",
    "yarrow.contacts",
    "yarrow.measures",
    "yarrow.community",
    "yarrow.people",
    "yarrow.agencies",
    "yarrow.languages",
    "yarrow.sending",
    "yarrow.staff",
    "yarrow.vault",
    "yarrow.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    *(["yarrow.demo"] if DEMO else []),
]

MIDDLEWARE = [
    "yarrow.pocket.middleware.PocketMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yarrow.vault.middleware.LogMiddleware",
    "csp.middleware.CSPMiddleware",
    "yarrow.vault.middleware.SealedSessionMiddleware",
    "yarrow.staff.speaking.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yarrow.staff.middleware.AccessMiddleware",
]

ROOT_URLCONF = "yarrow.site.urls"
WSGI_APPLICATION = "yarrow.site.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yarrow.desk.surroundings.surroundings",
            ],
        },
    },
]
FORM_RENDERER = "yarrow.ui.forms.Renderer"

DATABASES = {"default": database(environment.text("YARROW_DATABASE", default=""), HOME)}
# On PostgreSQL, who makes and changes the tables; the application itself connects as a role that owns nothing.
DATABASE_OWNER = owner_of(environment.text("YARROW_DATABASE_OWNER", default=""), DATABASES["default"], HOME)
KEYRING = Path(environment.text("YARROW_KEYRING", default=str(HOME / "keyring.sqlite3"))).absolute()
# Kept outside the database: the ends of the trails day by day, and who was erased. Copy it off this machine daily.
ANCHORS = Path(environment.text("YARROW_ANCHORS", default=str(HOME / "anchors.jsonl"))).absolute()
# What released identifiers are looked up with. Outside of the records and of every backup.
CHECK_KEY = Path(environment.text("YARROW_CHECK_KEY", default=str(HOME / "check-key"))).absolute()
# How many checks a member makes in a day, and how many a worker.
CHECKS_A_DAY = environment.number("YARROW_CHECKS_A_DAY", default=20)
WORKERS_CHECKS_A_DAY = environment.number("YARROW_WORKERS_CHECKS_A_DAY", default=200)
# Where `yarrow work` takes the nightly backup; none without both.
BACKUP_RECORDS = environment.text("YARROW_BACKUP_RECORDS", default="")
BACKUP_KEYRING = environment.text("YARROW_BACKUP_KEYRING", default="")
BACKUP_SAME_DISK = environment.flag("YARROW_BACKUP_SAME_DISK", default=False)

# --- Messages that leave by themselves (`yarrow send`); a way without its settings is not there ------------
# For its own account alone, outside the database and every backup.
REACH_KEY = Path(environment.text("YARROW_REACH_KEY", default=str(HOME / "reach-key"))).absolute()
MAIL_HOST = environment.text("YARROW_MAIL_HOST", default="")
MAIL_PORT = environment.number("YARROW_MAIL_PORT", default=587)
MAIL_SECURITY = environment.one_of("YARROW_MAIL_SECURITY", ("starttls", "tls", "none"))
MAIL_LINES = environment.number("YARROW_MAIL_LINES", default=4)
MAIL_ACCOUNT = environment.text("YARROW_MAIL_ACCOUNT", default="")
MAIL_PASSWORD = environment.text("YARROW_MAIL_PASSWORD", default="")
MAIL_FROM = environment.text("YARROW_MAIL_FROM", default="")
MAIL_NAME = environment.text("YARROW_MAIL_NAME", default="")
SMS_URL = environment.text("YARROW_SMS_URL", default="https://api.bulksms.com/v1")
SMS_ACCOUNT = environment.text("YARROW_SMS_ACCOUNT", default="")
SMS_PASSWORD = environment.text("YARROW_SMS_PASSWORD", default="")
SMS_NAME = environment.text("YARROW_SMS_NAME", default="")
PUSH_CONTACT = environment.text("YARROW_PUSH_CONTACT", default="")

# --- Signing in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.Worker"
AUTHENTICATION_BACKENDS = ["yarrow.staff.backends.PassphraseBackend"]
SESSION_ENGINE = "yarrow.vault.sessions"
SESSION_COOKIE_NAME = "__Host-desk"
SEAL_COOKIE_NAME = "__Host-deskseal"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_SECONDS = environment.number("YARROW_IDLE_MINUTES", default=15) * 60
# Argon2id: below t=3 and 64 MiB a production server refuses to start; only the tests lower it.
ARGON2_TIME = 3
ARGON2_MEMORY_KIB = 64 * 1024
# django-allauth: sign-in and second factors only. No sign-up, no mail, no reset (docs/adr/0020).
ACCOUNT_ADAPTER = "yarrow.staff.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "yarrow.staff.sign_in_forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
# Behind one proxy, the address that the limits count by is the one the proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment.flag("YARROW_BEHIND_PROXY", default=False) else 0
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/5m/key",
    "reauthenticate": "5/m/user",
    "unlock": "5/5m/user",
    "setup": "10/m/ip",
}
MFA_ADAPTER = "yarrow.staff.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Yarrow"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "yarrow.staff.failures.form_expired"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Traffic --------------------------------------------------------------------------------------------
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("YARROW_BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
# Not "no-referrer": under it a browser posts our own forms with `Origin: null`, and none would be taken.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [NONE],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Uploads stay in memory: nothing a person typed or sent is ever written to a plain temporary file.
FILE_UPLOAD_HANDLERS = ["yarrow.vault.uploads.BoundedUploadHandler"]
UPLOAD_LIMIT = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- Words, time, files ---------------------------------------------------------------------------------
LANGUAGE_CODE = ENGLISH
LANGUAGES = environment.languages("YARROW_LANGUAGES")
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The cache in the database holds rate limits only, shared between the server's processes.
RATE_LIMITS = "rate_limits"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": RATE_LIMITS},
    # What every page's frame says alike (menus, languages, the outbox's words): drawn once in each process, kept in
    # its memory alone. Nothing of a person, a token or a request stands in it (ADR 0147).
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "frame",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}

LOG = environment.one_of("YARROW_LOG", ("text", "json"))
LOG_REQUESTS = environment.flag("YARROW_LOG_REQUESTS", default=False)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "yarrow.vault.quiet.QuietHandler", "style": LOG}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "yarrow.requests": {"level": "INFO" if LOG_REQUESTS else "WARNING"},
        # It tells what it met in a file that somebody sent.
        "pikepdf": {"level": "CRITICAL"},
    },
}
DEFAULT_EXCEPTION_REPORTER = "yarrow.vault.quiet.QuietReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "yarrow.vault.quiet.QuietFilter"
