"""A person at a browser without script: opens pages, fills the forms that stand on them, presses their buttons."""

import re
from urllib.parse import urljoin

import html5lib
from django.test import Client

from members.models import Person
from tests.builders import sign_in


def _words(element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


class Desk:
    """What the person sees is `text`; whatever does not answer 200 after its redirects fails the story."""

    def __init__(self, person: Person | None = None, *, language: str = "en"):
        self.client = sign_in(Client(), person) if person else Client()
        self.language, self.url, self.status = language, "/", 0

    def open(self, address: str) -> "Desk":
        return self._show(self.client.get(address), address)

    def press(self, button: str, *, status: int = 200, near: str = "", **values) -> "Desk":
        """Press the first button so called whose form has these fields (and the words `near`), filled in otherwise.

        A value of None leaves a box unticked; a list ticks several.
        """
        form, pressed = self._find(button, near, set(values))
        data = self._filled(form)
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        for name, value in values.items():
            if value is None:
                data.pop(name, None)
            else:
                assert name in self._names(form), f"{name} stands not in the form of “{button}” on {self.url}"
                data[name] = value
        address = urljoin(self.url, pressed.get("formaction") or form.get("action") or self.url)
        if (form.get("method") or "get").lower() == "post":
            return self._show(self.client.post(address, data), address, status)
        return self._show(self.client.get(address, data), address, status)

    def links(self, start: str) -> list[str]:
        """Addresses of the page's links that begin so."""
        return [a.get("href") for a in self.tree.iter("a") if (a.get("href") or "").startswith(start)]

    def _show(self, response, address: str, status: int = 200) -> "Desk":
        while response.status_code in (301, 302, 303):
            address = urljoin(address, response["Location"])
            response = self.client.get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}"
        self.url = address
        self.html = response.content.decode()
        self.tree = html5lib.parse(self.html, namespaceHTMLElements=False)
        self.text = _words(self.tree.find("body"))
        return self

    def _find(self, button: str, near: str, fields: set[str]):
        found = None
        for form in self.tree.iter("form"):
            if near and near not in _words(form):
                continue
            for one in form.iter("button"):
                if _words(one).startswith(button):
                    if fields <= self._names(form):
                        return form, one
                    found = found or (form, one)
        if found:
            return found
        raise AssertionError(f"No button “{button}” on {self.url}: {self.text[:600]}")

    def _names(self, form) -> set[str]:
        return {one.get("name") for kind in ("input", "select", "textarea") for one in form.iter(kind)}

    def _filled(self, form) -> dict:
        """What the form would send as it stands."""
        data: dict = {}
        for one in form.iter():
            name = one.get("name")
            if not name or one.get("disabled") is not None:
                continue
            kind = (one.get("type") or "text").lower()
            if one.tag == "textarea":
                data[name] = "".join(one.itertext())
            elif one.tag == "select":
                chosen = [o for o in one.iter("option") if o.get("selected") is not None] or list(
                    one.iter("option")
                )[:1]
                data[name] = chosen[0].get("value", "") if chosen else ""
            elif one.tag == "input" and kind in ("checkbox", "radio"):
                if one.get("checked") is not None:
                    data.setdefault(name, []).append(one.get("value", "on"))
            elif one.tag == "input" and kind not in ("submit", "button", "file"):
                data[name] = one.get("value", "")
        return data
