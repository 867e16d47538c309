"""What the answers of an organisation come to, in words for its own people."""

from django.utils import translation
from django.utils.translation import gettext as _

from meetings.models.answers import COVERED, DECLINED, SILENT, UNSURE, OrganisationAnswers


def organisation_words(found: OrganisationAnswers | None, language: str, *, reader: int | None = None) -> str:
    """ "Organisation: covered by CHAN Bopha"; empty without an organisation or where nobody was asked.

    `reader` is the key of the person who reads it: of themselves it says "you". Needs the people loaded.
    """
    if found is None:
        return ""
    with translation.override(language):
        names = ", ".join(one.person.name_in(language) for one in found.telling if one.person_id != reader)
        return {
            COVERED: _("Organisation: covered by %(names)s") % {"names": names}
            if names
            else _("Organisation: covered by you"),
            UNSURE: _("Organisation: not sure yet"),
            SILENT: _("Organisation: no answer yet"),
            DECLINED: _("Organisation: nobody can come"),
        }.get(found.state, "")
