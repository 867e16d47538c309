"""Addresses of the public face, below a language prefix; the last one takes whatever is left: pages."""

from django.urls import include, path, re_path

from cms_pages.feeds import news_feed
from cms_pages.views.pages import serve
from cms_pages.views.search import search

urlpatterns = [
    path("", serve, name="home"),
    path("news/feed/", news_feed, name="news_feed"),
    path("search/", search, name="search"),
    path("", include("cms_pages.urls_imports")),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
]
