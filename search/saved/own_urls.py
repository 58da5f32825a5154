"""Addresses of one's own saved searches, under /account/searches/."""

from django.urls import path

from search.saved import own_views

app_name = "own_searches"
urlpatterns = [
    path("", own_views.index, name="list"),
    path("new/", own_views.new, name="new"),
]
