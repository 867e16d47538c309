"""Taking in what clients write: answers, what they put away, free-busy questions."""

from django.http import HttpResponse

from meetings.caldav.asking import Asked, plain, refused
from meetings.caldav.tree import Place
from meetings.caldav.xml import d


def put(asked: Asked, place: Place) -> HttpResponse:
    raise refused(d("need-privileges"))


def delete(asked: Asked, place: Place) -> HttpResponse:
    raise refused(d("need-privileges"))


def free_busy(asked: Asked, place: Place) -> HttpResponse:
    return plain(405, "")
