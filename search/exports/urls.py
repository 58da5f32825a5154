from django.urls import path

from search.exports.views import FORMS, download, feed

app_name = "search_exports"
urlpatterns = [
    *(path(f"search.{form.name}", download, {"form": form}, name=form.name) for form in FORMS),
    path("search.atom", feed, name="atom"),
]
