"""The words that `run.js` says, in the language of the page: a script has no sentences of its own."""

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.rules import person_of

register = template.Library()


@register.simple_tag
def run_words(request: HttpRequest) -> dict:
    """{person, signIn, lang, words}; in the words {n}, {time} stand for what only the browser knows.

    Says on the way that this page keeps drafts (`members.middleware.DraftsOfOne`).
    """
    request.keeps_drafts = True
    person = person_of(request.user)
    waits = [
        ngettext(
            "{n} entry waits in this browser and leaves by itself.",
            "{n} entries wait in this browser and leave by themselves.",
            number,
        )
        for number in (1, 2)
    ]
    return {
        "person": person.pk if person else 0,
        "signIn": reverse("account_login"),
        "lang": request.LANGUAGE_CODE,
        "words": {
            "down": _("The line is down since {time}."),
            "one": waits[0],
            "many": waits[1],
            "none": _("What you write waits in this browser and leaves by itself."),
            "reload": _("Do not load this page anew: it would be gone until the line is back."),
            "kept": _("Kept {time}"),
            "signedOut": _("Your sign-in has ended."),
            "stays": _("What you wrote stays in this browser until you have signed in again."),
            "signIn": _("Sign in"),
            "private": _("This browser keeps no drafts."),
            "notKept": _("Leave this page open until everything is kept."),
            "conflict": _("Somebody else wrote here at the same time. Both texts are safe."),
            "refused": _("This entry needs your eyes before it is kept."),
            "compare": _("Compare both texts"),
            "look": _("Look at it"),
            "discard": _("Throw it away"),
            "quoted": _("“%(what)s”") % {"what": "{text}"},
            "on": _("On to %(label)s") % {"label": "{label}"},
            "back": _("Back to %(label)s") % {"label": "{label}"},
        },
    }
