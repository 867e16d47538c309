"""A project page's fields: goals, target group, streams, services, phases, period, donors, partners."""

import re

from .dates import find_dates
from .document import ImportedDocument, Project, Section, TextList
from .gazetteer import bodies_in

GOALS = re.compile(r"\b(?:goals?|objectives?|aims?)\b.{0,40}:\s*$", re.I)
TARGET = re.compile(r"target group|beneficiar", re.I)
DONORS = re.compile(r"\b(?:donors?|funders?|financial support|bailleurs?)\b", re.I)
FUNDED = re.compile(
    r"\b(?:funded|financed|supported financially) by\s(?:the\s)?(.{3,160}?)(?=\sstarting|\sfrom\s|[.;,]|$)",
    re.I,
)
WITH = re.compile(
    r"\b(?:cooperation|collaboration|partnership)\swith\s(.{3,200}?)(?=,?\s(?:the|is|are|has|was|will)\b|[.;]|$)",
    re.I,
)
PARTNER_OF = re.compile(r"\bits partners?,?\s(.{2,120}?)(?=\sprovides?|[.;,]|$)", re.I)
PHASE = re.compile(r"\bphase\s([IVX]{1,4}|\d)\b", re.I)
FIRST_PHASE = re.compile(r"\b(first|second|third)[- ]phase\b", re.I)
ROMAN = {"first": "I", "second": "II", "third": "III", "1": "I", "2": "II", "3": "III", "4": "IV"}


def read_project(doc: ImportedDocument) -> Project:
    """Read a project from its sections; what is not there stays empty."""
    project = Project()
    text = " ".join(section.text for section in doc.sections)[:200_000]
    for section in doc.sections:
        _lists(section, project)
        if TARGET.search(section.heading):
            project.target_group = section.text
    project.services = _services(doc.sections, project)
    phases = [ROMAN.get(found.lower(), found.upper()) for found in PHASE.findall(text)]
    phases += [ROMAN[found.lower()] for found in FIRST_PHASE.findall(text)]
    project.phases = [f"Phase {phase}" for phase in sorted(set(phases))]
    period = next((one for one in find_dates(text) if one.iso != one.iso_end), None)
    if period:
        project.start, project.end = period.iso, period.iso_end
    _bodies(text, doc, project)
    return project


def _lists(section: Section, project: Project) -> None:
    previous = ""
    for block in section.blocks:
        if isinstance(block, TextList) and block.ordered:
            if GOALS.search(previous) and not project.goals:
                project.goals = block.items
            elif project.goals and not project.streams and not section.heading:
                project.streams = block.items
        previous = block if isinstance(block, str) else ""


def _services(sections: list[Section], project: Project) -> list[str]:
    """What stands between the streams (or the target group) and the donors."""
    names, started = [], False
    for section in sections:
        if DONORS.search(section.heading):
            break
        if started:
            names.append(section.heading or section.text.split(". ")[0][:160])
        streams = bool(project.streams) and section.items == project.streams
        started = started or streams or (not project.streams and bool(TARGET.search(section.heading)))
    return names


def _bodies(text: str, doc: ImportedDocument, project: Project) -> None:
    funded = [name for said in FUNDED.findall(text) for name in (bodies_in(said) or [said])]
    listed = []
    for section in doc.sections:
        if DONORS.search(section.heading):
            listed += bodies_in(re.split(r"\bvia\b|\bthrough\b", section.text)[0])
            project.partners += bodies_in(section.text)
    project.donors = list(dict.fromkeys(funded + listed))
    if funded and listed and set(funded) != set(listed):
        doc.flag(
            "donors_differ",
            f"The text says funded by {', '.join(funded)}; the donor section names {', '.join(listed)}.",
        )
    for expression in (WITH, PARTNER_OF):
        for said in expression.findall(text):
            project.partners += bodies_in(said)
    project.partners = [
        name for name in dict.fromkeys(project.partners) if name not in {*project.donors, "ECCC"}
    ]
