"""Forms whose short texts come in three languages: Khmer, English and French side by side, one of them enough."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from hub.languages.fallback import best_text

LANGUAGES = ("en", "km", "fr")


def columns(field: str) -> list[str]:
    """The three columns of a translated field, in the order of our forms."""
    return [f"{field}_{language}" for language in LANGUAGES]


def name_on_the_page(thing) -> str:
    """How a choice is called in the language of the page: organisations, venues and people have names in several."""
    language = get_language() or settings.LANGUAGE_CODE
    if hasattr(thing, "name_in"):
        return thing.name_in(language)
    return best_text(thing, "name", language).text if hasattr(thing, "name_en") else str(thing)


def name_choices_on_the_page(form: forms.BaseForm) -> None:
    """Every choice among records is named by `name_on_the_page`."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            field.label_from_instance = name_on_the_page


class TranslatedFieldsForm(forms.ModelForm):
    """Names the language in each label, marks each box with its `lang`, and asks for at least one language.

    `translated` names the fields; `needs_text` those that may not stay empty in all three languages.
    """

    translated: tuple[str, ...] = ()
    needs_text: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_choices_on_the_page(self)
        names = dict(settings.LANGUAGES)
        for field in self.translated:
            for language in LANGUAGES:
                box = self.fields[f"{field}_{language}"]
                box.required = False
                box.label = pgettext("label of a field in one language", "%(field)s, %(language)s") % {
                    "field": box.label,
                    "language": names[language],
                }
                box.widget.attrs["lang"] = language

    def clean(self) -> dict:
        data = super().clean()
        for field in self.needs_text:
            if not any((data.get(column) or "").strip() for column in columns(field)):
                self.add_error(f"{field}_en", _("Write this in at least one language."))
        return data

    def texts(self, field: str) -> dict[str, str]:
        """The three languages of one field as {"en": …, "km": …, "fr": …}."""
        return {language: self.cleaned_data.get(f"{field}_{language}") or "" for language in LANGUAGES}

    def facts(self) -> dict:
        """Every cleaned value under its model field's name, as the verbs take them."""
        return dict(self.cleaned_data)
