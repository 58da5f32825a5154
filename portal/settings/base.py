"""Settings that hold everywhere. The other files here hold only differences; see docs/settings.md."""

from pathlib import Path

import environ
from django.urls import reverse_lazy

from partners.media.kinds import DOCUMENTS, LARGEST_FILE, MOST_PIXELS, PICTURES, endings
from portal.settings.databases import with_safe_sqlite

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "portal.home",
    "portal.browse",
    "portal.guide",
    "portal.design",
    "portal.access",
    "portal.accounts",
    "portal.operations",
    "search",
    "search.synonyms",
    "search.short_addresses",
    "outcomes.collections",
    "search.saved",
    "outcomes.proposals",
    "outcomes.plans",
    "outcomes.casestudies.guided",
    "outcomes.casestudies.spreadsheet",
    "outcomes.casestudies",
    "outcomes.objectives",
    "outcomes.themes",
    "partners.signing",
    "partners.parts",
    "partners.freshness",
    "partners.sharing",
    "partners.neighbourhoods",
    "partners.notices",
    "partners.following",
    "partners.registrations",
    "partners.members",
    "partners.agencies",
    "partners.places",
    "partners.media",
    "partners.audit",
    "partners.mail",
    "partners.people",
    "partners.policy",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "partners.audit.context.RequestContextMiddleware",
    "portal.operations.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partners.agencies.acting.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.SessionLimits",
    "portal.accounts.middleware.SecondFactor",
    "partners.agencies.opened_for.OnePartnerAtATime",
    "portal.access.guard.AccessGuard",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # The last one: it calls the view.
    "partners.sharing.page_forms.RefuseStaleSaves",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.design.templatetags.design", "partners.agencies.templatetags.acting"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.design.context.site_facts",
            ],
        },
    }
]
# Widgets too are rendered from our own templates first: some of Wagtail's carry inline scripts.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": with_safe_sqlite(env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/commonweal.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "partners.agencies.backends.MembershipBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("account_home")
OPEN_SIGN_UP = env.bool("OPEN_SIGN_UP", default=True)
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "portal.accounts.forms.AddAddressForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "login": "portal.accounts.forms.SignInForm",
    "reauthenticate": "portal.accounts.forms.PasswordAgainForm",
    "reset_password": "portal.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.NewPasswordForm",
    "set_password": "portal.accounts.forms.FirstPasswordForm",
    "signup": "portal.accounts.forms.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Whoever asks sees the same page; who has no account is told so by mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "portal.accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "portal.accounts.forms.ActivateAppForm",
    "add_webauthn": "portal.accounts.forms.AddPasskeyForm",
    "authenticate": "portal.accounts.forms.CodeForm",
    "edit_webauthn": "portal.accounts.forms.RenamePasskeyForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks may differ by half a minute; portal.accounts.forms refuses a code twice
MFA_WEBAUTHN_USER_VERIFICATION = "required"
SOCIALACCOUNT_ADAPTER = "portal.accounts.sign_on.adapter.SignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # nobody comes in by a mail address that a service names
# Whether a partner has invited a mail address: whoever signs on for the first time gets an account only then.
SIGN_ON_INVITED = "partners.members.selectors.is_invited"

# One process keeps the default cache for itself; what must hold for all of them is kept in the other.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "limits": {"BACKEND": "portal.accounts.limits.TableCache"},
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
DOCUMENTS_ROOT = VAR_DIR / "documents"

# A drawing with a hundred thousand points is refused by its form, which shows it again.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000

EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs must not hang a worker
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Commonweal <no-reply@localhost>")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

WAGTAIL_SITE_NAME = "Commonweal"
WAGTAILADMIN_BASE_URL = env.str("SITE_URL", default="http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAILIMAGES_IMAGE_MODEL = "media.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CustomDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "partners.media.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = endings(PICTURES)
WAGTAILIMAGES_MAX_UPLOAD_SIZE = LARGEST_FILE
WAGTAILIMAGES_MAX_IMAGE_PIXELS = MOST_PIXELS
WAGTAILDOCS_DOCUMENT_FORM_BASE = "partners.media.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = endings(DOCUMENTS)
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
UPLOAD_SCANNER = env.str("UPLOAD_SCANNER", default="partners.media.scanning.clamd" if CLAMD_ADDRESS else "")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Besides what Django writes: a line for each download of search results.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"search.exports.sending": {"handlers": ["console"], "level": "INFO"}},
}
DEFAULT_EXCEPTION_REPORTER = "portal.operations.errors.QuietReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.operations.errors.HidesWhatWasSent"

SEARCH_INDEX_DIR = VAR_DIR / "search"

# Without an address the embedded engine answers; with one it stands by.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_PREFIX = env.str("ELASTICSEARCH_PREFIX", default="commonweal")

AUDIT_SEAL_FILE = env.str("AUDIT_SEAL_FILE", default="")

# Maps show our own boundaries and ask nobody for pictures, unless the site wants a background.
MAP_TILE_URL = env.str("MAP_TILE_URL", default="")
MAP_TILE_ATTRIBUTION = env.str("MAP_TILE_ATTRIBUTION", default="")
