"""How the secretariat's screens tell what a verb did, or why it refused."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from hub.errors import Refused
from meetings.models import Meeting


def meeting_of(slug: str) -> Meeting:
    """The meeting of an address with its places, or 404."""
    return get_object_or_404(Meeting.objects.with_places(), slug=slug)


def told(request: HttpRequest, verb: Callable[[], object], *, done: object) -> bool:
    """Run a verb of a plain button; say `done`, or the sentence it refused with. True if it was done."""
    try:
        verb()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return False
    messages.success(request, done)
    return True


def accepted(request: HttpRequest, form: forms.BaseForm, verb: Callable[[], object], *, done: object) -> bool:
    """Run the verb of a valid form. A refusal becomes an error of the form, so that nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        verb()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        return False
    messages.success(request, done)
    return True
