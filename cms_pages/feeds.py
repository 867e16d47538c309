"""News as RSS, one feed per language."""

from datetime import datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms_pages.models import NewsPage
from meetings.models.meeting import PHNOM_PENH

ITEMS = 30
COLUMNS = ("title", "lead", "url_path", "published_on", "first_published_at", "translation_key")


@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    """The newest news in the language of the address; days are those of Phnom Penh. One query."""
    language = get_language()
    feed = Rss201rev2Feed(
        title=_("Working Group Hub: news"),
        link=f"{settings.BASE_URL}{reverse('home')}",
        description=_("News of the working group of civil society and the ECCC."),
        language=language,
        feed_url=f"{settings.BASE_URL}{reverse('news_feed')}",
    )
    news = NewsPage.objects.current(language, timezone.now()).filter(locale__language_code=language)
    for item in news.values(*COLUMNS)[:ITEMS]:
        day = item["published_on"]
        feed.add_item(
            title=item["title"],
            link=f"{settings.BASE_URL}{item['url_path']}",
            description=item["lead"],
            unique_id=f"urn:uuid:{item['translation_key']}:{language}",
            unique_id_is_permalink=False,
            pubdate=datetime.combine(day, time(), PHNOM_PENH) if day else item["first_published_at"],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
