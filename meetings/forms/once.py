"""Forms that make something: the same one sent twice, or an hour late, makes it once."""

import secrets
from collections.abc import Callable

from django import forms

from hub.actors import Actor
from hub.once import done_before, once


class SentOnce:
    """Gives a form a hidden key of its own. `do_once` runs its verb unless this very form did its work already."""

    fields: dict
    initial: dict
    cleaned_data: dict
    data: dict

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["once_key"] = forms.CharField(
            widget=forms.HiddenInput, required=False, min_length=16, max_length=64
        )
        self.initial["once_key"] = secrets.token_urlsafe(24)

    def do_once(self, *, by: Actor, do: Callable[[], object]) -> str:
        """`str()` of what `do` gave, now or the first time; a form without its key is taken for a new one."""
        return once(self.cleaned_data["once_key"] or secrets.token_urlsafe(24), by=by, do=do)

    def was_sent(self, *, by: Actor) -> bool:
        """Whether this very form did its work already, before it is asked whether it still fits."""
        key = self.data.get("once_key") or ""
        return bool(key) and done_before(key, by=by) is not None
