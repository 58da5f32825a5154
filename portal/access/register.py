"""Every address of the site and who gets in. One without an entry is refused, and fails the tests.

Names are those of `reverse()`. A name that ends in `:*` stands for all addresses of that namespace which have
no entry of their own. Views check what is theirs to check; this is the door before them, because side doors
are where content systems leak.
"""

from portal.access.lists import BULK_OF_OURS, CHOSEN_PAGES, EDITS_OBJECT, EXPLORES
from portal.access.rules import (
    ADDS_BELOW,
    ADMINS,
    APPROVERS,
    CLOSED,
    COMPARES_PAGE,
    COPIES_PAGE,
    DELETES_PAGE,
    EDITORS,
    EDITS_PAGE,
    LOCKS_PAGE,
    MEMBERS,
    OPERATORS,
    PUBLIC,
    PUBLISHES_PAGE,
    SEES_PAGE,
    SIGNED_IN,
    UNLOCKS_PAGE,
    UNPUBLISHES_PAGE,
    Rule,
)

PORTAL: dict[str, Rule] = {
    "operations:*": PUBLIC,
    "search:*": PUBLIC,
    "proposals:*": PUBLIC,
    "still_right:*": PUBLIC,
    "registrations:new": PUBLIC,
    "browse:*": PUBLIC,
    "demonstration:*": PUBLIC,
    "wagtail_serve": PUBLIC,
    "wagtaildocs_serve": PUBLIC,
    "picture": PUBLIC,
    "wagtaildocs_authenticate_with_password": CLOSED,
    "wagtailcore_authenticate_with_password": CLOSED,
    "wagtailcore_login": PUBLIC,
}
DOORS: dict[str, Rule] = {
    "wagtailadmin_login": PUBLIC,
    "wagtailadmin_logout": PUBLIC,
    "wagtailadmin_javascript_catalog": PUBLIC,
    "wagtailadmin_sprite": PUBLIC,
    "wagtailadmin_password_reset": CLOSED,
    "wagtailadmin_password_reset_done": CLOSED,
    "wagtailadmin_password_reset_confirm": CLOSED,
    "wagtailadmin_password_reset_complete": CLOSED,
}
ADMIN: dict[str, Rule] = {
    "wagtailadmin_home": MEMBERS,
    "wagtailadmin_account": MEMBERS,
    "wagtailadmin_dismissibles": MEMBERS,
    "wagtailadmin_block_preview": EDITORS,
    "wagtailadmin_editing_sessions:ping": EDITS_OBJECT,
    "wagtailadmin_editing_sessions:release": EDITORS,
    "wagtailadmin_tag_autocomplete": OPERATORS,
    "wagtailadmin_tag_model_autocomplete": OPERATORS,
    "wagtailadmin_error_test": CLOSED,
    "wagtailadmin_api:*": OPERATORS,
    "wagtailadmin_api:pages:listing": EDITORS,
    "wagtailadmin_api:pages:detail": EDITORS,
    "wagtail_bulk_action": BULK_OF_OURS,
    "wagtailadmin_collections:*": OPERATORS,
    "wagtailadmin_workflows:*": CLOSED,
    "wagtailadmin_reports:*": OPERATORS,
    "wagtailredirects:*": OPERATORS,
    "wagtailembeds:*": CLOSED,
    "wagtailsnippets:index": OPERATORS,
    "wagtailsnippets_agencies_partner:*": OPERATORS,
    "wagtailsnippetchoosers_agencies_partner:*": EDITORS,
    "wagtailsnippetchoosers_agencies_partner:create": OPERATORS,
    "wagtailsites:*": OPERATORS,
    "wagtailusers_users:*": OPERATORS,
    "wagtailusers_groups:*": OPERATORS,
}
PAGES: dict[str, Rule] = {
    "wagtailadmin_explore_root": EDITORS,
    "wagtailadmin_explore": EXPLORES,
    "wagtailadmin_explore_results": EXPLORES,
    "wagtailadmin_pages:add": ADDS_BELOW,
    "wagtailadmin_pages:preview_on_add": ADDS_BELOW,
    "wagtailadmin_pages:add_subpage": ADDS_BELOW,
    "wagtailadmin_pages:choose_parent": EDITORS,
    "wagtailadmin_pages:type_use": OPERATORS,
    "wagtailadmin_pages:type_use_results": OPERATORS,
    "wagtailadmin_pages:usage": OPERATORS,
    "wagtailadmin_pages:edit": EDITS_PAGE,
    "wagtailadmin_pages:preview_on_edit": EDITS_PAGE,
    "wagtailadmin_pages:view_draft": SEES_PAGE,
    "wagtailadmin_pages:delete": DELETES_PAGE,
    "wagtailadmin_pages:unpublish": UNPUBLISHES_PAGE,
    "wagtailadmin_pages:convert_alias": OPERATORS,
    "wagtailadmin_pages:search": EDITORS,
    "wagtailadmin_pages:search_results": EDITORS,
    "wagtailadmin_pages:move": OPERATORS,
    "wagtailadmin_pages:move_confirm": OPERATORS,
    "wagtailadmin_pages:set_page_position": OPERATORS,
    "wagtailadmin_pages:copy": COPIES_PAGE,
    "wagtailadmin_pages:workflow_action": CLOSED,
    "wagtailadmin_pages:collect_workflow_action_data": CLOSED,
    "wagtailadmin_pages:confirm_workflow_cancellation": CLOSED,
    "wagtailadmin_pages:workflow_preview": CLOSED,
    "wagtailadmin_pages:workflow_history": CLOSED,
    "wagtailadmin_pages:workflow_history_detail": CLOSED,
    "wagtailadmin_pages:set_privacy": OPERATORS,
    "wagtailadmin_pages:lock": LOCKS_PAGE,
    "wagtailadmin_pages:unlock": UNLOCKS_PAGE,
    "wagtailadmin_pages:revisions_index": SEES_PAGE,
    "wagtailadmin_pages:revisions_view": SEES_PAGE,
    "wagtailadmin_pages:revisions_revert": EDITS_PAGE,
    "wagtailadmin_pages:revisions_unschedule": PUBLISHES_PAGE,
    "wagtailadmin_pages:revisions_compare": COMPARES_PAGE,
    "wagtailadmin_pages:history": SEES_PAGE,
    "wagtailadmin_pages:history_results": SEES_PAGE,
}
CHOOSERS: dict[str, Rule] = {
    "wagtailadmin_choose_page": EDITORS,
    "wagtailadmin_choose_page_child": EXPLORES,
    "wagtailadmin_choose_page_search": EDITORS,
    "wagtailadmin_choose_page_chosen_multiple": CHOSEN_PAGES,
    "wagtailadmin_choose_page_external_link": EDITORS,
    "wagtailadmin_choose_page_email_link": EDITORS,
    "wagtailadmin_choose_page_phone_link": EDITORS,
    "wagtailadmin_choose_page_anchor_link": EDITORS,
    "partner_chooser:*": EDITORS,
    "partner_chooser:create": CLOSED,
    "place_chooser:*": EDITORS,
    "place_chooser:create": CLOSED,
}
ROOMS: dict[str, Rule] = {
    "agencies:act": MEMBERS,
    "partner_details:own": ADMINS,
    "partner_details:of_partner": OPERATORS,
    "members_admin:*": ADMINS,
    "members:*": SIGNED_IN,
    "members:invitation": PUBLIC,
    "members:accept": PUBLIC,
    "members:decline": PUBLIC,
    "members:open_account": PUBLIC,
    "notices:*": MEMBERS,
    "notice_links:stop": PUBLIC,
    "audit:*": ADMINS,
    "leavers:*": ADMINS,
    "proposals_moderation:*": APPROVERS,
    "registrations:detail": SIGNED_IN,
    "registrations:withdraw": SIGNED_IN,
    "registrations_moderation:*": APPROVERS,
    "neighbourhoods:*": EDITORS,
    "place_editions:*": OPERATORS,
    "parts:*": EDITORS,
    "signing:*": EDITORS,
    "signing:sign": APPROVERS,
    "freshness:*": EDITORS,
    "sharing:*": EDITORS,
    "sharing:hand_over": OPERATORS,
    "sharing:invitations": APPROVERS,
    "sharing:draft": APPROVERS,
}
MEDIA: dict[str, Rule] = {
    "wagtailimages:*": EDITORS,
    "wagtailimages:image_usage": OPERATORS,
    "wagtaildocs:*": EDITORS,
    "wagtaildocs:document_usage": OPERATORS,
    "wagtailimages_chooser:*": EDITORS,
    "wagtaildocs_chooser:*": EDITORS,
}
# Ways in, for people who are not signed in yet.
WAYS_IN: dict[str, Rule] = dict.fromkeys(
    (
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "saml_login",
        "saml_acs",
        "saml_finish_acs",
        "saml_metadata",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",
    ),
    PUBLIC,
)
OWN_ACCOUNT: dict[str, Rule] = dict.fromkeys(
    (
        "account_home",
        "account_name",
        "account_sessions",
        "account_end_sessions",
        "account_second_factor",
        "account_reauthenticate",
        "account_email",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_totp_picture",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "socialaccount_connections",
    ),
    SIGNED_IN,
)
# Addresses that have no name, by their pattern.
UNNAMED: dict[str, Rule] = {
    "admin/test404/": CLOSED,
    "admin/^.*/$": CLOSED,
    "documents/<int:document_id>/<str:filename>": PUBLIC,
}
REGISTER: dict[str, Rule] = {
    **PORTAL,
    **DOORS,
    **ADMIN,
    **PAGES,
    **CHOOSERS,
    **ROOMS,
    **MEDIA,
    **WAYS_IN,
    **OWN_ACCOUNT,
}


def rule_for(name: str, pattern: str = "") -> Rule | None:
    """Return the rule of an address, by its name or, if it has none, its pattern; None without an entry."""
    if not name or name.endswith(":?"):
        return UNNAMED.get(pattern)
    if name in REGISTER:
        return REGISTER[name]
    namespace = name
    while ":" in namespace:
        namespace = namespace.rpartition(":")[0]
        if f"{namespace}:*" in REGISTER:
            return REGISTER[f"{namespace}:*"]
    return None
