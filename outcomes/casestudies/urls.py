"""Addresses about case studies that are no pages of the editor's."""

from django.urls import path

from outcomes.casestudies import views

app_name = "casestudies"
urlpatterns = [path("marks/", views.marks, name="marks")]
