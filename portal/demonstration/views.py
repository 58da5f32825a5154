"""What the demonstration is, who can sign in, and the mail that it would have sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import urlize
from django.views.decorators.cache import never_cache

from partners.agencies.models import Partner
from portal.demonstration.accounts import ACCOUNTS, OPERATOR, PASSWORD
from portal.demonstration.models import DemonstrationMail


def about(request: HttpRequest) -> HttpResponse:
    """Say what is made up here and which accounts there are."""
    names = dict(Partner.objects.filter(is_demonstration=True).values_list("slug", "name"))
    accounts = [
        {
            "email": account.email,
            "password": PASSWORD,
            "name": f"{account.first_name} {account.last_name}",
            "role": f"{names.get(account.partner, account.partner)}: {account.what_for}",
        }
        for account in ACCOUNTS
    ]
    operator = {"email": OPERATOR, "password": PASSWORD, "name": "Ola Operator", "role": "runs the site"}
    return render(request, "demonstration/index.html", {"accounts": [*accounts, operator]})


@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """Show the latest mail, newest first, its links ready to follow."""
    messages = [
        {"to": m.to, "subject": m.subject, "sent_at": m.sent_at, "body_html": urlize(m.text, autoescape=True)}
        for m in DemonstrationMail.objects.all()[:50]
    ]
    return render(request, "demonstration/mail.html", {"mails": messages})
