"""Addresses that machines look for, without a language."""

from django.urls import path

from cms_pages.sitemaps import sitemap
from cms_pages.views.api import router
from cms_pages.views.machines import rendition, robots, security

urlpatterns = [
    path("api/v2/", router.urls),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots_txt"),
    path(".well-known/security.txt", security, name="security_txt"),
    path("media/images/<str:name>", rendition, name="rendition"),
]
