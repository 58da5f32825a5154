"""Addresses of the editors' side, under /admin/neighbourhoods/."""

from django.urls import path

from partners.neighbourhoods import views

app_name = "neighbourhoods"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/parts/", views.add, {"way": "parts"}, name="add_parts"),
    path("new/drawing/", views.add, {"way": "drawing"}, name="add_drawing"),
    path("<str:code>/", views.edit, name="edit"),
    path("<str:code>/archive/", views.archive, name="archive"),
    path("<str:code>/bring-back/", views.bring_back, name="bring_back"),
]
