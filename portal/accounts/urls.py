"""Signing in and out, and everything about an account. The form to sign in is the only one on the site.

allauth's addresses are named one by one: what it adds in a later version is no door of ours until it is here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.urls import path, re_path

from portal.accounts import factor_views, views
from portal.accounts.even_time import no_sooner
from portal.accounts.sign_on import oidc, saml_views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("name/", views.name, name="account_name"),
    path("sessions/", views.list_sessions, name="account_sessions"),
    path("sessions/end/", views.end_sessions, name="account_end_sessions"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("email/", account.email, name="account_email"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", no_sooner(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/", factor_views.choose, name="account_second_factor"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/app/picture.svg", factor_views.totp_picture, name="mfa_totp_picture"),
    path("2fa/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", factor_views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", factor_views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("2fa/passkeys/login/", factor_views.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("2fa/passkeys/<int:pk>/remove/", factor_views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("sign-on/", social.connections, name="socialaccount_connections"),
    path("sign-on/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-on/error/", social.login_error, name="socialaccount_login_error"),
    path("sign-on/signup/", social.signup, name="socialaccount_signup"),
    path("oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("saml/<slug:slug>/login/", saml_views.login, name="saml_login"),
    path("saml/<slug:slug>/acs/", saml_views.receive, name="saml_acs"),
    path("saml/<slug:slug>/acs/finish/", saml_views.finish, name="saml_finish_acs"),
    path("saml/<slug:slug>/metadata/", saml_views.metadata, name="saml_metadata"),
]
