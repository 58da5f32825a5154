"""Pages that exist only in the demonstration."""

from django.urls import path

from portal.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("", views.about, name="about"),
    path("mail/", views.mail, name="mail"),
]
