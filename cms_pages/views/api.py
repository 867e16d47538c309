"""The public API: read-only, public pages only, only the fields named here."""

from django.utils import timezone
from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import SerializerMethodField
from wagtail.api.v2.filters import FieldsFilter, LocaleFilter, OrderingFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from cms_pages.models.querysets import pages
from cms_pages.models.structured import absolute
from cms_pages.search import matching_pages

LONGEST_OFFSET = 9  # digits


class FoldedSearch(BaseFilterBackend):
    """`?search=` as the site's own search: Khmer in every spelling, and no input that a database could choke on."""

    def filter_queryset(self, request, queryset, view):
        query = request.GET.get("search")
        return queryset if query is None else queryset.filter(pk__in=matching_pages(query))


class Paging(WagtailPagination):
    """Wagtail's, but a number that no database holds is a bad request and not a failure."""

    def paginate_queryset(self, queryset, request, view=None):
        if len(request.GET.get("offset", "")) > LONGEST_OFFSET:
            raise BadRequestError("offset is too large")
        return super().paginate_queryset(queryset, request, view)


class PublicPageSerializer(PageSerializer):
    """Wagtail's, but with addresses made without asking for the site."""

    html_url = SerializerMethodField()

    def get_html_url(self, page: Page) -> str:
        return absolute(page.url_path)


class PublicPages(PagesAPIViewSet):
    """Titles, addresses, dates, language and public text. Drafts, embargoed pages and held-back contacts are not in it."""

    base_serializer_class = PublicPageSerializer
    http_method_names = ["get", "head", "options"]
    authentication_classes = []
    permission_classes = []
    renderer_classes = [JSONRenderer]
    pagination_class = Paging
    filter_backends = [FieldsFilter, OrderingFilter, LocaleFilter, FoldedSearch]
    meta_fields = [name for name in PagesAPIViewSet.meta_fields if name not in ("parent", "alias_of")]
    detail_only_fields = []
    known_query_parameters = frozenset(
        ["limit", "offset", "fields", "order", "search", "type", "locale", "_", "format"]
    )
    find_query_parameters = frozenset(["id"])

    def get_base_queryset(self):
        return pages().public_at(timezone.now()).filter(depth__gt=1).order_by("pk")

    def get_queryset(self):
        return super().get_queryset().select_related("locale").order_by("pk")


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PublicPages)
