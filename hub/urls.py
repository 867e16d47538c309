"""The URL table. It names apps by dotted strings only: the ground floor imports none of them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from hub.views import root

urlpatterns = [
    # Machines first, so that reverse() and the access matrix see them; the middleware answers them.
    path("", include("hub.urls_machines")),
    path("", root, name="root"),
    path("", include("members.urls_doors")),
    path("accounts/", include("allauth.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("meetings.urls_rsvp")),
    path("", include("cms_pages.urls_machines")),
]
urlpatterns += i18n_patterns(
    path("", include("members.urls")),
    path("", include("meetings.urls")),
    path("", include("cms_pages.urls")),
)
