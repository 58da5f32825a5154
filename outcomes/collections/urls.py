"""Addresses of lists of case studies, under /collections/."""

from django.urls import path

from outcomes.collections import item_views, reading, views

app_name = "collections"
urlpatterns = [
    path("", views.own, name="own"),
    path("new/", views.new, name="new"),
    path("take-away/", reading.own_data, name="own_data"),
    path("add/<int:study_id>/", item_views.add, name="add"),
    path("shared/<str:token>/", reading.shared, name="shared"),
    path("shared/<str:token>/document/", reading.shared_document, name="shared_document"),
    path("shared/<str:token>/list.docx", reading.shared_docx, name="shared_docx"),
    path("<int:list_id>/", views.detail, name="detail"),
    path("<int:list_id>/details/", views.details, name="details"),
    path("<int:list_id>/link/", views.link, name="link"),
    path("<int:list_id>/delete/", views.delete, name="delete"),
    path("<int:list_id>/document/", reading.document, name="document"),
    path("<int:list_id>/list.docx", reading.docx, name="docx"),
    path("<int:list_id>/put-back/", item_views.put_back, name="put_back"),
    path("<int:list_id>/items/<int:item_id>/note/", item_views.note, name="note"),
    path("<int:list_id>/items/<int:item_id>/move/", item_views.move, name="move"),
    path("<int:list_id>/items/<int:item_id>/remove/", item_views.remove, name="remove"),
]
