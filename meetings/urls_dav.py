"""CalDAV, below "dav/": what stands there is told by `meetings.caldav.tree`. Resolved before sessions and languages."""

from django.urls import path

from meetings.caldav.views import dav, well_known

urlpatterns = [
    path(".well-known/caldav", well_known, name="caldav_well_known"),
    path("dav", dav),
    path("dav/", dav, name="caldav"),
    path("dav/<path:path>", dav, name="caldav_place"),
]
