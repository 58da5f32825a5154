"""Alerts for anybody with a mail address: ask, confirm by link, change and stop by link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from outcomes.proposals import limits
from search.saved import links, lists, services
from search.saved.asked import PostcodeGivenError, asked_for, name_for, shown, to_its_place, words_of
from search.saved.forms import AskForm
from search.saved.kept import in_words, said_by
from search.saved.models import How
from search.saved.services import Wish

SENT_TO = "alerts_sent_to"
COUNTED = "alerts"
TOO_MANY = "Many alerts were asked for from here in the last hour. Yours is kept below: send it in an hour."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a mail address. What happens next is the same whether or not we know it."""
    try:
        wanted, problems = asked_for(request)
    except PostcodeGivenError as given:
        return to_its_place(request, given)
    form = AskForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["address"]
        if not limits.is_too_much(request, to, COUNTED):
            wish = Wish(wanted, name_for(words_of(wanted)), How(form.cleaned_data["how"]))
            services.ask(address=to, wish=wish, at=timezone.now())
            limits.count(request, to, COUNTED)
            # The address goes to the next page in the session: in a web address it would end up in logs.
            request.session[SENT_TO] = to
            return redirect("saved_searches:sent")
        form.add_error(None, TOO_MANY)
        status = 429
    return render(request, "saved_searches/ask.html", shown(form, wanted, problems), status=status)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Says which mailbox to look into."""
    to = request.session.get(SENT_TO)
    if to is None:
        return redirect("saved_searches:ask")
    return render(request, "saved_searches/sent.html", {"address": to})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button that confirms: programs that check mail for viruses follow links."""
    try:
        search = links.search_to_confirm(token)
    except links.LinkRefused:
        return render(request, "saved_searches/no_such_link.html", status=410)
    if request.method == "POST":
        search = services.confirm(search=search, at=timezone.now())
    context = {
        "search": search,
        "words": in_words(search, said_by([search.pk])[search.pk]),
        "manage_url": links.manage_path(search.subscriber),
    }
    return render(request, "saved_searches/confirm.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """The searches of a mail address, by the link in each letter."""
    try:
        subscriber = links.subscriber_to_manage(token)
    except links.LinkRefused:
        return render(request, "saved_searches/no_such_link.html", status=410)
    return lists.show(request, subscriber, {"stop_url": links.stop_path(subscriber)})


# The link alone is enough: whoever has it may stop letters, and mail programs post without a page (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop all alerts, and stop them. Scanners that only look stop none."""
    try:
        subscriber = links.subscriber_to_stop(token)
    except links.LinkRefused:
        return render(request, "saved_searches/no_such_link.html", status=410)
    is_own = subscriber.user_id is not None
    is_stopped = request.method == "POST"
    if is_stopped:
        services.stop_all(subscriber=subscriber)
    return render(request, "saved_searches/stop.html", {"is_own": is_own, "is_stopped": is_stopped})
