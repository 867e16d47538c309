"""All settings, from `HUB_*` variables. With none set the hub runs embedded: SQLite, mail as files under var/."""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from hub.secret import kept_secret
from hub.sqlite import pragmas, use_safe_sqlite

use_safe_sqlite()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Where it lives -------------------------------------------------------------------------------------------
DATA_DIR = Path(env.str("HUB_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
SECRET_KEY = env.str("HUB_SECRET_KEY", default="") or kept_secret(DATA_DIR)
DEBUG = env.bool("HUB_DEBUG", default=False)

BASE_URL = env.str("HUB_BASE_URL", default="http://localhost:8000").rstrip("/")
_base = urlsplit(BASE_URL)
HTTPS = _base.scheme == "https"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")
if not HTTPS and _base.hostname not in LOOPBACK:
    raise ImproperlyConfigured(
        f"HUB_BASE_URL is {BASE_URL}: plain http is accepted for this machine only (localhost); use https."
    )
ALLOWED_HOSTS = [_base.hostname, *env.list("HUB_ALLOWED_HOSTS", default=[])]
if not HTTPS:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- Apps and middleware --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cms_pages",
    "meetings",
    "members",
    "hub",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "rest_framework",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Machines (feeds, health) are answered here: no session, no language, no sign-in is looked at.
    "hub.middleware.MachineRoutes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "hub.middleware.ContentSecurityPolicy",
    "hub.middleware.PrivateByDefault",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hub.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "members.middleware.DraftsOfOne",
    "members.middleware.SecondFactorRequired",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "hub.urls"
MACHINE_URLCONF = "hub.urls_machines"
# Addresses that machines ask with methods of their own, while GET leads people to a page.
MACHINE_URLCONF_OF_METHOD = {"PROPFIND": "hub.urls_discovery", "OPTIONS": "hub.urls_discovery"}
WSGI_APPLICATION = "hub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.context.site",
                "members.context.people",
            ],
        },
    },
]

# --- Database, cache, tasks -----------------------------------------------------------------------------------
if env.str("HUB_DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("HUB_DATABASE_URL")}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["CONN_MAX_AGE"] = 60
else:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # mails and database are nobody else's
    DATABASES = {
        "default": {
            "ENGINE": "hub.engines.sqlite3",
            "NAME": DATA_DIR / "hub.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {"init_command": pragmas(), "transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    }
if env.str("HUB_CACHE_URL", default=""):
    CACHES = {"default": env.cache_url("HUB_CACHE_URL")}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "hub_cache"}}
# Wagtail queues search indexing on `default`: without a worker nothing would ever be found, so it is immediate.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "slow": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}

# --- People ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "meetings:my_home"
LOGOUT_REDIRECT_URL = "root"
ACCOUNT_ADAPTER = "members.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _base.scheme
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is mailed because somebody else typed their address
ACCOUNT_RATE_LIMITS = {"join": "20/h/ip"}  # beside allauth's own; `members.views.join` asks for it
MFA_ADAPTER = "members.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Working Group Hub"
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("HUB_TRUSTED_PROXIES", default=0)

# --- Languages ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("km", "ខ្មែរ"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "hub" / "locale"]
TIME_ZONE = "Asia/Phnom_Penh"
USE_TZ = True
USE_I18N = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

# --- Wagtail --------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Working Group Hub"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", _("English")), ("fr", _("French"))]
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILEMBEDS_FINDERS: list[
    dict
] = []  # nothing is fetched from elsewhere, neither in the editor nor for a page
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILIMAGES_IMAGE_MODEL = "cms_pages.HubImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILAPI_BASE_URL = BASE_URL
TAGGIT_CASE_INSENSITIVE = True
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}

# --- Mail -----------------------------------------------------------------------------------------------------
MAIL_DOMAIN = env.str("HUB_MAIL_DOMAIN", default=_base.hostname or "localhost")
if env.str("HUB_MAIL_URL", default=""):
    vars().update(env.email_url("HUB_MAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 60  # well below the lease of an outbox row
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("HUB_MAIL_FROM", default=f"Working Group Hub <hub@{MAIL_DOMAIN}>")
# Who says what became of a mail's signatures on its way in: only this name in Authentication-Results is believed.
MAIL_AUTHSERV_ID = env.str("HUB_MAIL_AUTHSERV_ID", default="")
LMTP_PORT = env.int("HUB_LMTP_PORT", default=0)  # of this machine; 0: answers are not taken in by LMTP
IMAP_URL = env.str("HUB_IMAP_URL", default="")  # imaps://user:password@host/FOLDER; empty: nothing is fetched
SECRETARIAT_EMAIL = env.str("HUB_SECRETARIAT_EMAIL", default=parseaddr(DEFAULT_FROM_EMAIL)[1])
# What an outbox row of each kind is rendered by, when it is sent.
OUTBOX_KINDS = {
    "invitation": "meetings.notices.invitation.compose",
    "cancellation": "meetings.notices.invitation.compose",
    "reminder": "meetings.notices.reminder.compose",
    "calendar_stale": "meetings.notices.freshness.compose",
    "alternate_asked": "meetings.notices.alternate.compose",
    "declined_by_removal": "meetings.notices.removal.compose",
    "items_called": "meetings.notices.cycle.compose_call",
    "agenda_released": "meetings.notices.cycle.compose_agenda",
    "draft_circulated": "meetings.notices.cycle.compose_draft",
    "held_message": "meetings.notices.tray.compose",
    "date_poll": "meetings.notices.date_poll.compose",
    "proposal_decided": "meetings.notices.proposal.compose",
    "application_received": "members.notices.application.compose",
    "sign_up_invitation": "members.notices.sign_up.compose",
}

# --- The sample's accounts (random and printed when empty) -------------------------------------------------------
SAMPLE_PASSWORD = env.str("HUB_SAMPLE_PASSWORD", default="")
SAMPLE_TOTP_SECRET = env.str("HUB_SAMPLE_TOTP_SECRET", default="")

# --- Calendars -----------------------------------------------------------------------------------------------
# A private collection for arbitrary events in everybody's CalDAV home; for trying clients out.
CALDAV_SCRATCH = env.bool("HUB_CALDAV_SCRATCH", default=False)

# What falls due by the clock, beside mail: `send_due` calls each with `now=`.
DUE = [
    "members.actions.applications.forget_applications",
    "members.actions.desk.sync_desks",
    "members.actions.app_passwords.forget_attempts",
    "meetings.actions.tray.forget_settled",
    "meetings.actions.mail_in.forget_marks",
    "meetings.actions.lost_seats.withdraw_lost_seats",
    "meetings.actions.reminders.remind",
    "hub.outbox.forget_finished_tasks",
    "hub.once.forget",
]
if IMAP_URL:
    DUE.append("meetings.importers.mailbox.poll")

# --- Files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "hub.storage.StaticStorage"},
    # Papers of agendas: below no public address; a view asks for the right to read before it hands one out.
    "papers": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "papers", "base_url": None},
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# --- Safety ---------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.bool("HUB_BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview frames the site itself
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
# Wagtail's admin writes inline scripts and styles; members and the public never see it.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
PERMISSIONS_POLICY = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}

# --- Logs: no addresses of tokens, no personal data ---------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_tokens": {"()": "hub.logs.WithoutTokens"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "nowhere": {"class": "logging.NullHandler"},  # with no handler at all Python itself would print it
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_tokens"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
# W019 wants frames forbidden altogether; Wagtail's preview frames the site itself, nobody else may.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
