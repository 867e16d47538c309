"""Addresses of the secretariat's imports, below a language prefix."""

from django.urls import path

from cms_pages.views import imports

app_name = "cms_pages"
urlpatterns = [
    path("secretariat/imports/", imports.import_list, name="import_list"),
    path("secretariat/imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("secretariat/imports/<int:pk>/meeting/", imports.import_meeting, name="import_meeting"),
    path("secretariat/imports/<int:pk>/link/", imports.import_link, name="import_link"),
    path(
        "secretariat/imports/<int:pk>/put-back/<int:index>/", imports.import_put_back, name="import_put_back"
    ),
    path(
        "secretariat/imports/<int:pk>/recommendations/",
        imports.import_recommendations,
        name="import_recommendations",
    ),
]
