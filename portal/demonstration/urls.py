"""Pages that exist only in the demonstration."""

from django.urls import path

from portal.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("", views.about, name="about"),
    path("people/", views.people, name="people"),
    path("people/sign-in/", views.sign_in, name="sign_in"),
    path("mail/", views.mail, name="mail"),
]
