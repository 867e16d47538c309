"""Which messages the code asks gettext for, found without gettext's own tools.

Templates are turned into calls by Django's `templatize`; Python is read by `ast`. A message is known by its
context ("" if none), singular and plural ("" if none).
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

# Name of the function: how many of its first arguments are context, singular, plural.
_CALLS = {
    "": (0, 1, 0),
    "n": (0, 1, 1),
    "p": (1, 1, 0),
    "np": (1, 1, 1),
}
_NAME = re.compile(r"^(?P<kind>|n|p|np)gettext(?:_lazy|_noop)?$|^_$")
_LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TEMPLATE_CALL = re.compile(
    rf"(?<![\w.])(?P<name>_|(?:|n|p|np)gettext)\(\s*(?P<arguments>{_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.S
)
# Wagtail's admin reads these, in English and French by decision; they are not members' or visitors' words.
ADMIN_ONLY_FILES = ("wagtail_hooks.py", "viewsets.py", "blocks.py")
ADMIN_ONLY_ROOMS = ("wagtail_hooks", "viewsets", "blocks")
# In the models of pages, which only the admin edits, also names, hints, labels and panels.
_DESCRIPTION = re.compile(r"(Field|Key|Panel|Block|Chooser)$")
_DESCRIBING = ("verbose_name", "verbose_name_plural", "help_text", "label", "heading", "page_description")


class Message(NamedTuple):
    context: str
    singular: str
    plural: str


def _message(name: str, texts: list[str]) -> Message | None:
    kind = _NAME.match(name).group("kind") or ""
    context, singular, plural = _CALLS[kind]
    if len(texts) < context + singular + plural:
        return None
    return Message(
        texts[0] if context else "",
        texts[context],
        texts[context + 1].replace("\r\n", "\n") if plural else "",
    )


def messages_of_template(source: str) -> Iterator[Message]:
    """The messages of `{% translate %}`, `{% blocktranslate %}` and `_("…")` in a template's text."""
    for match in _TEMPLATE_CALL.finditer(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(_LITERAL, match.group("arguments"), re.S)]
        message = _message(match.group("name"), texts)
        # "" is where gettext keeps a catalogue's header.
        if message and message.singular:
            yield message


class _Calls(ast.NodeVisitor):
    def __init__(self, *, skip_descriptions: bool):
        self.found: list[Message] = []
        self.skip_descriptions = skip_descriptions

    def visit_keyword(self, node: ast.keyword) -> None:
        if not (self.skip_descriptions and node.arg in _DESCRIBING):
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if not (self.skip_descriptions and names & set(_DESCRIBING)):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if self.skip_descriptions and _DESCRIPTION.search(name):
            return
        if _NAME.match(name):
            texts = [
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            ]
            message = _message(name, texts) if texts else None
            if message:
                self.found.append(message)
        self.generic_visit(node)


def messages_of_python(source: str, *, skip_descriptions: bool = False) -> list[Message]:
    """The messages of gettext calls with literal arguments; without names and hints of fields if asked."""
    visitor = _Calls(skip_descriptions=skip_descriptions)
    visitor.visit(ast.parse(source))
    return visitor.found


def messages_of_files(paths: Iterable[Path], root: Path) -> dict[Message, list[str]]:
    """Every message of some files with the files it stands in (relative to `root`), admin-only words left out."""
    found: dict[Message, set[str]] = {}
    for path in paths:
        if path.name in ADMIN_ONLY_FILES or set(ADMIN_ONLY_ROOMS) & set(path.parts):
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            messages = messages_of_python(
                source, skip_descriptions={"cms_pages", "models"} <= set(path.parts)
            )
        else:
            messages = messages_of_template(source)
        for message in messages:
            found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    return {message: sorted(files) for message, files in found.items()}
