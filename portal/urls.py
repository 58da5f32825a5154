"""Every address of the site."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.accounts.views import to_the_one_door

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", include("portal.operations.urls")),
    path("admin/login/", to_the_one_door, name="wagtailadmin_login"),
    path("_util/login/", to_the_one_door, name="wagtailcore_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/", include("portal.accounts.urls")),
    path("search/", include("search.urls")),
    path("proposals/", include("outcomes.proposals.urls")),
    path("", include("portal.browse.urls")),
]

if apps.is_installed("portal.demonstration"):
    urlpatterns += [path("demonstration/", include("portal.demonstration.urls"))]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [path("", include(wagtail_urls))]
