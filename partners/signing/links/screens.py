"""The editors' side of links for signing: sending one, and taking one back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from partners.agencies.models import Partner
from partners.members.models import MailDomain
from partners.policy.refusals import NotAllowed
from partners.screens import furniture
from partners.signing.links import rules as link_rules
from partners.signing.links import services as links
from partners.signing.links.forms import SendForm
from partners.signing.links.models import SignatureLink
from partners.signing.screens.frame import my_page, person

SENT = "A link is on its way to {address}. It works once, for {days} days."
TAKEN_BACK = "The link works no more."


@require_http_methods(["GET", "HEAD", "POST"])
def page_links(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask somebody without an account to sign, and see which links were sent."""
    found = my_page(request, page_id)
    partners = link_rules.may_send_for(person(request), found.pk)
    if not partners:
        raise PermissionDenied(link_rules.NOBODY_TO_ASK)
    form = SendForm(request.POST if request.method == "POST" else None, partners=partners)
    if request.method == "POST" and form.is_valid() and send(request, form, found):
        return redirect("signing:links", found.pk)
    title = found.get_admin_display_title()
    context = {
        **furniture("Sign without an account", "mail", (title, reverse("signing:page", args=[found.pk]))),
        "page": found,
        "form": form,
        "domains": domains_of(partners),
        "without_domain": without_domain(partners),
        "links": links_shown(found, partners),
    }
    return render(request, "signing/admin/links.html", context)


def send(request: HttpRequest, form: SendForm, page: Page) -> bool:
    """Send a link; say beside the address why not where it may not be. Return whether it was sent."""
    try:
        links.send(page=page, by=person(request), at=timezone.now(), **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error("address", str(refusal))
        return False
    days = links.VALID_FOR.days
    messages.success(request, SENT.format(address=form.cleaned_data["address"], days=days))
    return True


@require_POST
def take_back(request: HttpRequest, page_id: int, link_id: int) -> HttpResponse:
    """Take a link back that was not used. Raises PermissionDenied for a foreign one, or none."""
    found = my_page(request, page_id)
    partners = link_rules.may_send_for(person(request), found.pk)
    link = SignatureLink.objects.filter(page=found.pk, pk=link_id, partner__in=partners).first()
    if link is None:
        raise PermissionDenied
    try:
        links.take_back(link=link, by=person(request), at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, TAKEN_BACK)
    return redirect("signing:links", found.pk)


def links_shown(page: Page, partners: list[Partner]) -> list[SignatureLink]:
    """Return the links for partners for which one may send them, the newest first; one query."""
    found = SignatureLink.objects.filter(page=page.pk, partner__in=partners)
    return list(found.select_related("partner", "asked_by", "sign_off")[:50])


def domains_of(partners: list[Partner]) -> list[MailDomain]:
    """Return the mail domains to which a link can go; one query."""
    found = MailDomain.objects.filter(partner__in=partners).select_related("partner")
    return list(found.order_by("partner__name", "domain"))


def without_domain(partners: list[Partner]) -> list[str]:
    """Return what to do for each partner to which no link can go yet; one query."""
    with_one = set(MailDomain.objects.filter(partner__in=partners).values_list("partner_id", flat=True))
    return [link_rules.NO_DOMAIN.format(partner=each) for each in partners if each.pk not in with_one]
