"""Where CalDAV clients look first; asked with PROPFIND and OPTIONS only, so GET never gets here."""

from django.urls import include, path

urlpatterns = [path("", include("meetings.urls_dav_discovery"))]
