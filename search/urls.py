from django.urls import path

from search.comparison.views import compare
from search.suggestions.views import suggest
from search.views import search_page

app_name = "search"
urlpatterns = [
    path("", search_page, name="search"),
    path("suggest", suggest, name="suggest"),
    path("compare/", compare, name="compare"),
]
