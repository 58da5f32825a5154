"""Addresses of places, themes and partners."""

from django.urls import path

from portal.browse import feeds, following, map_views, similar, suggestions, views

app_name = "browse"
urlpatterns = [
    path("places/", views.place_list, name="places"),
    path("places/find", views.place_find, name="place_find"),
    path("places/suggest", suggestions.place_suggest, name="place_suggest"),
    path("places/<str:code>/", views.place, name="place"),
    path("places/<str:code>/map/", map_views.map_page, name="place_map"),
    path("places/<str:code>/map.geojson", map_views.map_geojson, name="map_geojson"),
    path("places/<str:code>/similar/", similar.place_similar, name="place_similar"),
    path("places/<str:code>/feed.atom", feeds.place_feed, name="place_feed"),
    path("places/<str:code>/follow/", following.place_follow, name="place_follow"),
    path("account/places/", following.followed, name="followed"),
    path("themes/", views.theme_list, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("partners/", views.partner_list, name="partners"),
    path("partners/<slug:slug>/", views.partner, name="partner"),
]
