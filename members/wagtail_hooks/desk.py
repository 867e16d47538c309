"""What all lists of the desk share: safe export, no copies, and moves behind a page that asks once more."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from hub.errors import Refused
from members.enums import Language
from members.forms.desk import actor_of

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value):
    """A cell that no spreadsheet program takes for a formula: an apostrophe before = + - @, tab and line end."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


class ListView(generic.IndexView):
    """A list whose export is safe to open and, in CSV, says that it is UTF-8: Khmer would be lost otherwise."""

    def get_heading(self, queryset, field):
        """The columns of one text are told apart by their language."""
        heading = super().get_heading(queryset, field)
        language = field.rpartition("_")[2]
        return f"{heading} ({language})" if language in Language.values else heading

    def preprocess_field_value(self, field, value, export_format):
        return safe_cell(super().preprocess_field_value(field, value, export_format))

    def stream_csv(self, queryset):
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)


@dataclass(frozen=True)
class Move:
    """A verb at the desk: a button on the page of a row, a page that asks, and the action it calls.

    `act(row, by=actor, **cleaned_data)` does it; `possible(row)` says whether the button is shown.
    """

    name: str
    label: Any
    question: Any
    act: Callable[..., Any]
    done: Any
    icon: str = "tick"
    form_class: type[forms.Form] = forms.Form
    possible: Callable[[models.Model], bool] = lambda row: True


class WithMoves:
    """For edit and inspect views: a button for each move that is possible now."""

    moves: tuple[Move, ...] = ()
    move_url_name = ""

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if not self.permission_policy.user_has_permission(self.request.user, "change"):
            return buttons
        for place, move in enumerate(self.moves):
            if move.possible(self.object):
                url = reverse(self.move_url_name, args=[move.name, self.object.pk])
                buttons.append(Button(move.label, url=url, icon_name=move.icon, priority=place))
        return buttons


class EditView(WithMoves, generic.EditView):
    pass


class InspectView(WithMoves, generic.InspectView):
    pass


class DeskViewSet(ModelViewSet):
    """A list of the desk. Search goes by the database: Wagtail's index knows only titles on SQLite."""

    index_view_class = ListView
    edit_view_class = EditView
    inspect_view_class = InspectView
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50
    moves: tuple[Move, ...] = ()
    after_move = "edit"

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(
            moves=self.moves, move_url_name=self.get_url_name("move"), **kwargs
        )

    def get_inspect_view_kwargs(self, **kwargs):
        return super().get_inspect_view_kwargs(
            moves=self.moves, move_url_name=self.get_url_name("move"), **kwargs
        )

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("move/<slug:name>/<int:pk>/", self.move, name="move")]

    def move(self, request: HttpRequest, name: str, pk: int) -> HttpResponse:
        """GET asks, POST does it; a refusal is shown where it belongs and keeps what was typed."""
        move = next((move for move in self.moves if move.name == name), None)
        row = get_object_or_404(self.model, pk=pk)
        back = reverse(self.get_url_name(self.after_move), args=[row.pk])
        if move is None or not self.permission_policy.user_has_permission(request.user, "change"):
            return redirect(back)
        form = move.form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                move.act(row, by=actor_of(request.user), **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            else:
                messages.success(request, move.done)
                return redirect(back)
        context = {
            "move": move,
            "row": row,
            "form": form,
            "back": back,
            "header_title": move.label,
            "page_title": move.label,
            "page_subtitle": str(row),
            "header_icon": self.icon,
        }
        return TemplateResponse(request, "members/admin/move.html", context)
