"""The address that letters lead to, for readers who are not signed in: /notices/stop/…"""

from django.urls import path

from partners.notices import views

app_name = "notice_links"
urlpatterns = [path("stop/<str:token>/", views.stop, name="stop")]
