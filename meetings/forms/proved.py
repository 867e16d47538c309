"""Forms on pages behind a link in a mail, which work without a cookie."""

import secrets

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

FORM_LASTS = 14 * 24 * 3600  # seconds; a page may stay open on a phone for long


class ProvedForm(forms.Form):
    """A form that carries a signature of its own, for one row (`proved_pk`) of one kind (`proof_of`).

    The page is sent with `no-referrer`, and browsers then post with `Origin: null`, which Django's own protection
    refuses. In its place stands this proof: a page elsewhere cannot make one.
    """

    proof_of = ""
    proof = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def proved_pk(self) -> int:
        raise NotImplementedError

    @property
    def fresh_proof(self) -> str:
        """A signature for the forms of one more page."""
        return signing.dumps([self.proved_pk, secrets.token_hex(8)], salt=self.proof_of)

    def clean_proof(self) -> str:
        try:
            pk, _nonce = signing.loads(self.cleaned_data["proof"], salt=self.proof_of, max_age=FORM_LASTS)
        except (signing.BadSignature, ValueError):
            pk = None
        if pk != self.proved_pk:
            raise forms.ValidationError(
                _("This page has been open for too long. Please tap your answer again.")
            )
        return self.cleaned_data["proof"]
