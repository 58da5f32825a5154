"""Addresses below /admin/case-studies/write/."""

from django.urls import path

from outcomes.casestudies.guided import submitting, views

app_name = "guided"
urlpatterns = [
    path("", views.start, name="start"),
    path("new/", views.new, name="new"),
    path("<int:page_id>/", views.tasks, name="tasks"),
    path("<int:page_id>/check/", submitting.check, name="check"),
    path("<int:page_id>/<slug:step_key>/", views.step, name="step"),
]
