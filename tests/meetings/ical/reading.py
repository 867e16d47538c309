"""A strict reader of RFC 5545 for tests, written from the grammar and apart from the code that writes."""

import re
from dataclasses import dataclass, field

_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f]*"|[^";:,\x00-\x1f]*)'
    r'(?:,(?:"[^"]*"|[^";:,]*))*)*):(?P<value>.*)',
    re.DOTALL,
)
_PARAM = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)')


@dataclass
class Component:
    name: str
    properties: list[tuple[str, dict, str]] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The value of a property that must stand exactly once."""
        (value,) = self.all(name)
        return value

    def all(self, name: str) -> list[str]:
        return [value for key, _params, value in self.properties if key == name]

    def params(self, name: str) -> dict:
        return next(params for key, params, _value in self.properties if key == name)

    def parts(self, name: str) -> list["Component"]:
        return [child for child in self.children if child.name == name]


def physical_lines(data: bytes) -> list[bytes]:
    """The lines as they stand, after checking that CRLF is the only line end there is."""
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data), "a bare CR or LF"
    return data[:-2].split(b"\r\n")


def read(data: bytes) -> Component:
    """The one component of a stream; fails on anything the grammar does not know."""
    text = data.decode()
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", text), (
        "a control character"
    )
    stack, done = [], []
    for line in text.replace("\r\n ", "").replace("\r\n\t", "").removesuffix("\r\n").split("\r\n"):
        match = _LINE.fullmatch(line)
        assert match, f"no content line: {line!r}"
        name, value = match["name"].upper(), match["value"]
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            part = stack.pop()
            assert part.name == value
            (stack[-1].children if stack else done).append(part)
        else:
            params = {key: raw.strip('"') for key, raw in _PARAM.findall(match["params"])}
            stack[-1].properties.append((name, params, value))
    assert not stack
    (calendar,) = done
    return calendar


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "N": "\n"}.get(match[1], match[1]), value)


def events(data: bytes) -> dict[str, Component]:
    """The VEVENTs of a calendar by UID; a UID that stands twice fails."""
    found = {}
    for event in read(data).parts("VEVENT"):
        assert event.one("UID") not in found
        found[event.one("UID")] = event
    return found
