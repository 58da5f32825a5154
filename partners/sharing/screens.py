"""The editors' side: which partners have a part in a page, and which pages my partner is asked to join."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from partners.agencies.acting import partner_of, standing_of
from partners.agencies.models import Partner
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Standing
from partners.screens import furniture
from partners.sharing import rules, services
from partners.sharing.models import Share, ShareInvitation
from partners.sharing.relations import relation_to
from partners.sharing.selectors import invitations_to_answer

Row = TypeVar("Row", bound=Model)


class InviteForm(forms.Form):
    """Which partner is asked, and what for."""

    partner = forms.CharField(
        label="Partner",
        max_length=200,
        help_text="Its name, as it stands in the list of partners.",
        error_messages={"required": "Write the name of a partner."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    message = forms.CharField(
        label="What you ask of them",
        required=False,
        max_length=500,
        help_text="A sentence. They read it with the invitation.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_partner(self) -> Partner:
        """Return the partner of that name. Raises ValidationError when there is none, or several."""
        name = self.cleaned_data["partner"].strip()
        found = list(Partner.objects.filter(name__iexact=name)[:2]) or list(Partner.objects.search(name)[:2])
        if len(found) != 1:
            words = "No partner is called" if not found else "Several partners are called something like"
            raise forms.ValidationError(f"{words} “{name}”. Copy the name from the list of partners.")
        return found[0]


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who has a part in a page, and a form that asks another partner."""
    page = my_page(request, page_id)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(page=page, by=person(request), at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error("partner", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['partner']} is asked to contribute.")
            return redirect("sharing:partners", page.pk)
    user = person(request)
    context = {
        **furniture("Partners", "group", (page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]))),
        "page": page,
        "form": form,
        "may_invite": rules.may(user, page, Action.INVITE),
        "may_hand_over": standing_of(user) is Standing.OPERATOR,
        "parts": [(share, may_end(user, share)) for share in shares_of(page)],
        "invitations": list(page.share_invitations.select_related("partner", "invited_by", "answered_by")),
    }
    return render(request, "sharing/admin/partners.html", context)


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """The pages that the partner for which I act is asked to contribute to."""
    user = person(request)
    asked = list(invitations_to_answer(user).select_related("page", "invited_by"))
    about = furniture("Invitations to contribute", "group")
    context = {**about, "partner": partner_of(user), "asked": asked}
    return render(request, "sharing/admin/invitations.html", context)


@require_safe
def draft(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Show the page as it is now to a partner that is asked to contribute to it."""
    found = found_or_refused(ShareInvitation.objects.filter(answer="").select_related("page"), invitation_id)
    page = my_page(request, found.page_id).get_latest_revision_as_object()
    return cast(HttpResponse, page.make_preview_request(request, page.default_preview_mode))


@require_POST
def answer(request: HttpRequest, invitation_id: int, verb: str) -> HttpResponse:
    """Accept, decline or take back an invitation. Raises PermissionDenied for others', and for none."""
    verbs: dict[str, tuple[Callable[..., Any], str]] = {
        "accept": (services.accept, "You contribute to {page} now."),
        "decline": (services.decline, "Declined. {page} stays as it is."),
        "take-back": (services.take_back, "The invitation is taken back."),
    }
    if verb not in verbs:
        raise PermissionDenied
    found = found_or_refused(ShareInvitation.objects.select_related("page", "partner"), invitation_id)
    service, done = verbs[verb]
    try:
        service(invitation=found, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        if relation_to(person(request), found.page) is None:
            raise PermissionDenied from refusal
        messages.error(request, str(refusal))
    else:
        messages.success(request, done.format(page=found.page.title))
    if verb == "take-back":
        return redirect("sharing:partners", found.page_id)
    return redirect(
        "wagtailadmin_pages:edit" if verb == "accept" else "sharing:invitations",
        *([found.page_id] if verb == "accept" else []),
    )


@require_POST
def end(request: HttpRequest, share_id: int) -> HttpResponse:
    """End a contributor's part in a page. Raises PermissionDenied for others', and for none."""
    share = found_or_refused(Share.objects.select_related("page", "partner"), share_id)
    try:
        services.end_share(share=share, by=person(request))
    except NotAllowed as refusal:
        if relation_to(person(request), share.page) is None:
            raise PermissionDenied from refusal
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{share.partner} has no part in this page any more.")
    if rules.may_see_draft(person(request), share.page):
        return redirect("sharing:partners", share.page_id)
    return redirect("wagtailadmin_home")


@require_POST
def hand_over(request: HttpRequest, page_id: int) -> HttpResponse:
    """Make another partner lead the page; for operators."""
    page = my_page(request, page_id)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            partner = form.cleaned_data["partner"]
            services.hand_over(page=page, to=partner, by=person(request), at=timezone.now())
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['partner']} leads this page now.")
    else:
        messages.error(request, " ".join(map(str, form.errors.get("partner", []))))
    return redirect("sharing:partners", page.pk)


def my_page(request: HttpRequest, page_id: int) -> Page:
    """Return a page whose parts I may see. Raises PermissionDenied for any other, or none."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not rules.may_see_draft(person(request), page):
        raise PermissionDenied
    return page


def found_or_refused(rows: QuerySet[Row], key: int) -> Row:
    """Return the row of this key. Raises PermissionDenied for none, as for others': keys tell nothing."""
    found = rows.filter(pk=key).first()
    if found is None:
        raise PermissionDenied
    return found


def shares_of(page: Page) -> list[Share]:
    """Return the parts in a page, the lead first."""
    return list(Share.objects.filter(page=page).select_related("partner", "page").order_by("-role", "pk"))


def may_end(user: User, share: Share) -> bool:
    """Whether this person could end this part."""
    try:
        rules.check_can_end(user, share)
    except NotAllowed:
        return False
    return True


def person(request: HttpRequest) -> User:
    """Return who asks; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
