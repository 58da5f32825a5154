"""Every address of the site."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from partners.media import views as media
from portal.accounts.views import to_the_one_door

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", include("portal.operations.urls")),
    path("admin/login/", to_the_one_door, name="wagtailadmin_login"),
    path("_util/login/", to_the_one_door, name="wagtailcore_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:filename>", media.document),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", media.picture, name="picture"),
    path("", include("partners.members.urls")),
    path("notices/", include("partners.notices.urls")),
    path("sign/", include("partners.signing.links.urls")),
    path("account/", include("portal.accounts.urls")),
    path("account/searches/", include("search.saved.own_urls")),
    path("search/alerts/", include("search.saved.urls")),
    path("search/", include("search.urls")),
    path("s/", include("search.short_addresses.urls")),
    path("", include("search.exports.urls")),
    path("case-studies/", include("outcomes.casestudies.urls")),
    path("proposals/", include("outcomes.proposals.urls")),
    path("collections/", include("outcomes.collections.urls")),
    path("still-right/", include("partners.freshness.urls")),
    path("partners/register/", include("partners.registrations.urls")),
    path("", include("portal.browse.urls")),
]

if apps.is_installed("portal.demonstration"):
    urlpatterns += [path("demonstration/", include("portal.demonstration.urls"))]

urlpatterns += [path("", include(wagtail_urls))]
