"""Short addresses of searches. After /s/, capitals and a stroke at the end do no harm: people type them."""

from django.urls import path, re_path

from search.short_addresses.views import ask, follow, show

app_name = "short_addresses"
urlpatterns = [
    path("", ask, name="ask"),
    re_path(r"^(?P<code>[2-9A-Za-z]{8})/?$", follow, name="follow"),
    re_path(r"^(?P<code>[2-9A-Za-z]{8})/copy$", show, name="show"),
]
