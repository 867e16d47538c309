"""What people change about themselves."""

from django import forms

from members.models import Person


class LanguageForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["language"]
        widgets = {"language": forms.RadioSelect}
