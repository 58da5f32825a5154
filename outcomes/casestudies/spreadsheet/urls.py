"""Addresses of the editors' side, under /admin/case-studies/sheet/."""

from django.urls import path, re_path

from outcomes.casestudies.spreadsheet import views

app_name = "case_study_sheets"
urlpatterns = [
    path("", views.index, name="index"),
    re_path(r"^export\.(?P<form>csv|xlsx)$", views.export, name="export"),
    re_path(r"^template\.(?P<form>csv|xlsx)$", views.template, name="template"),
    path("<int:upload_id>/", views.look, name="look"),
    path("<int:upload_id>/import/", views.import_rows, name="import"),
    path("<int:upload_id>/discard/", views.discard, name="discard"),
]
