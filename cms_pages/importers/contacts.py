"""People and addresses to turn to: read from contact blocks, from running text, and from an office address."""

import re
from datetime import date

from .document import Address, Contact, Email, ImportedDocument, Phone
from .gazetteer import ADDRESS_VALIDITY, bodies_in
from .phones import find_phones
from .split import Block

HONORIFIC = r"(?:Mr|Ms|Mrs|Miss|Dr|Prof|H\.\s?E|Judge|Mme|M|Lok Chumteav|Lok|Dato[’']|Samdech|Ven)\b\.?"
NAME = r"[A-ZÀ-Ý][\w’'-]{0,30}(?:\s[A-ZÀ-Ý][\w’'-]{0,30}){0,3}"
PERSON = re.compile(rf"\b({HONORIFIC})\s({NAME})")
WHOLE_PERSON = re.compile(rf"({HONORIFIC})\s({NAME}),?")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PRIVATE_PROVIDERS = (
    "yahoo.", "gmail.com", "hotmail.", "outlook.", "live.", "aol.com", "ymail.com", "icloud.com", "proton.me",
    "protonmail.com", "gmx.", "camintel.com", "online.com.kh",
)  # fmt: skip
OPENING = re.compile(
    r"(?:for\s(?:any\s|more\s|further\s|additional\s)?(?:info(?:rmation)?|questions?|enquiries|inquiries|details)\b.{0,60}"
    r"|(?:media\s|press\s)?contacts?(?:\s(?:us|persons?|information|details))?"
    r"|pour\s(?:plus\sd[e’'].{0,20}|toute\s)informations?.{0,60}|contacts?\spresse)\s?[:.]?",
    re.I,
)
LOST = re.compile(
    r"\b(?:at|to|contact|register at|e-?mail|via|visit|click|on|below)\s?:?$|\[e-?mail\s?protected\]"
    r"|scan the qr code below\.?$",
    re.I,
)
INVITING = re.compile(
    r"contact|reach\s(?:out|us)|register|enquir|inquir|write\sto|information|apply|get in touch", re.I
)
ADDRESS_LINE = re.compile(
    r"p\.?\s?o\.?\s?box|b\.p\.|kingdom of cambodia|\b(?:street|road|boulevard|blvd|avenue|sangkat|khan|commune|district)\b"
    r"|phnom penh|\bphone\b|\bfax\b|\btel\b|royaume du cambodge",
    re.I,
)
ROAD = re.compile(
    r"\b(?:#|no\.?\s?\d|house\s\d|building\s|national road|street\s\d|st\.?\s\d|\d{1,4}\s[A-Z]\w+\s(?:street|road|blvd))",
    re.I,
)
OLD_AFTER_DAYS = 365


def read_contacts(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    """Take contact blocks out of `blocks` into `doc.contacts`; return what is left."""
    kept, position = [], 0
    while position < len(blocks):
        block = blocks[position]
        if OPENING.fullmatch(block.text) and position + 1 < len(blocks):
            end = _block_end(blocks, position + 1)
            if end > position + 1:
                ledger.keep(block.spans, "contacts")
                first = len(doc.contacts)
                _people(blocks[position + 1 : end], doc, ledger)
                doc.contacts[first].as_printed.insert(0, block.text)
                position = end
                continue
        kept.append(block)
        position += 1
    for block in kept:
        _inline_contact(block, doc)
    return kept


def _block_end(blocks: list[Block], start: int) -> int:
    """Contact lines go on while a line is a name, has a number or address, or follows one and is short."""
    position, person = start, False
    while position < len(blocks):
        block = blocks[position]
        named = WHOLE_PERSON.match(block.text) and len(block.text) <= 120
        reach = EMAIL.search(block.text) or find_phones(block.text)
        role = person and block.gap == 0 and block.kind != "heading" and len(block.text) <= 120
        if not (named or (reach and len(block.text) <= 200) or role):
            break
        person = True
        position += 1
    return position


def _people(blocks: list[Block], doc: ImportedDocument, ledger) -> None:
    contact = None
    for block in blocks:
        person = WHOLE_PERSON.match(block.text)
        if person or contact is None:
            contact = Contact(name=person[2] if person else "", honorific=person[1] if person else "")
            contact.span = block.spans[0]
            doc.contacts.append(contact)
            rest = block.text[person.end() :].strip(" ,") if person else block.text
        else:
            rest = block.text
        if _line(rest, contact):
            ledger.remove(block.spans, "held back: personal telephone number")
        else:
            contact.as_printed.append(block.text)
            ledger.keep(block.spans, "contacts")


def _line(text: str, contact: Contact) -> bool:
    """Read one line into the contact; True if it carries a number that must not be shown."""
    if not text:
        return False
    phones, emails = find_phones(text), EMAIL.findall(text)
    contact.phones += phones
    contact.emails += [_email(address) for address in emails]
    if not phones and not emails:
        contact.role = f"{contact.role}, {text}" if contact.role else text
        contact.organisation = contact.organisation or next(iter(bodies_in(text)), "")
    return any(phone.privacy == "personal" for phone in phones)


def _email(address: str) -> Email:
    domain = address.rsplit("@", 1)[1].lower()
    private = domain.startswith(PRIVATE_PROVIDERS) or domain in PRIVATE_PROVIDERS
    return Email(address, "private_provider" if private else "office", shown=not private)


def _inline_contact(block: Block, doc: ImportedDocument) -> None:
    """ "… are invited to reach out to Mr. X, coordinator …, at" — and nothing after it."""
    text = block.text
    lost = LOST.search(text[-200:])
    if not INVITING.search(text[-1_500:]):
        return
    people = list(PERSON.finditer(text[-1_500:]))
    tail = text[-1_500:]
    if lost:
        doc.flag("contact_lost", f"The text breaks off where an address stood: “…{text[-60:]}”")
    if not people or not (lost or EMAIL.search(tail)):
        return
    person = people[-1]
    after = tail[person.end() :]
    role = re.split(r",?\s(?:at|via|on|by)\b\s?[:\w.+@-]*\.?$|,?\s(?:at|via)\s\S+@", after.strip(" ,"))[
        0
    ].strip(" ,.")
    contact = Contact(
        person[2], person[1], role=role, organisation=next(iter(bodies_in(role)), ""), lost=bool(lost)
    )
    contact.emails = [_email(address) for address in EMAIL.findall(after)]
    contact.phones = find_phones(after)
    offset = len(text) - len(tail)
    contact.span = block.locate(offset + person.start(), len(text))
    doc.contacts.append(contact)


def read_address(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    """An office address at the end of a page: unit, parent, road, box, telephones. Return what is left."""
    found = [
        n for n, block in enumerate(blocks) if len(block.text) <= 250 and ADDRESS_LINE.search(block.text)
    ]
    if len(found) < 3:
        return blocks
    end = found[-1] + 1
    start = end - 1
    while start > 0 and len(blocks[start - 1].text) <= 250 and (start - 1 in found or start - 2 in found):
        start -= 1
    if start > 0 and _is_body_line(blocks[start - 1]):
        start -= 1
    run = blocks[start:end]
    if sum(bool(ADDRESS_LINE.search(block.text)) for block in run) < 3:
        return blocks
    address = Address()
    for block in run:
        _address_line(block.text, address)
        address.as_printed.append(" ".join(block.text.split()))
        ledger.keep(block.spans, "address")
    whole = " ".join(block.text for block in run).casefold()
    address.validity = next((sentence for sign, sentence in ADDRESS_VALIDITY if sign in whole), "")
    doc.address = address
    doc.flag("historic_address", "Address kept as a dated record, not as a current contact.")
    return blocks[:start] + blocks[end:]


def _is_body_line(block: Block) -> bool:
    return len(block.text) <= 120 and not block.ends_sentence and bool(bodies_in(block.text))


def _address_line(text: str, address: Address) -> None:
    phones = find_phones(text)
    text = " ".join(text.split()).strip(" ,")
    if phones:
        target = address.fax if any(phone.privacy == "fax" for phone in phones) else address.phones
        target += phones
    elif re.search(r"p\.?\s?o\.?\s?box|b\.p\.", text, re.I):
        address.po_box = text
    elif re.fullmatch(r"kingdom of cambodia|royaume du cambodge|cambodia", text, re.I):
        address.country = text
    else:
        road = ROAD.search(text)
        name = text[: road.start()].strip(" ,") if road else (text if bodies_in(text) else "")
        line = text[road.start() :] if road else ("" if name else text)
        if name and not address.parent and not road:
            address.parent = name
        elif name:
            address.unit = name
        if line:
            address.lines.append(line)


def mark_historic(doc: ImportedDocument, today: date) -> None:
    """Contacts of a text older than a year, or of no known date, are "contact at the time"."""
    published = doc.published.date or ""
    recent = len(published) == 10 and (today - date.fromisoformat(published)).days <= OLD_AFTER_DAYS
    for contact in doc.contacts:
        contact.historic = not recent
        kinds = [item.privacy for item in (*contact.phones, *contact.emails)]
        contact.privacy = next((kind for kind in ("personal", "private_provider") if kind in kinds), "office")
        if "personal" in kinds:
            doc.flag("personal_phone", f"A number labelled as personal is held back ({contact.name}).")
        if "private_provider" in kinds:
            doc.flag(
                "private_email", f"Private e-mail address kept in the record, not shown ({contact.name})."
            )
        if "helpline" in kinds:
            doc.flag("helpline", "A helpline number: verify it with a date before showing it as current.")
    for phone in _all_phones(doc):
        if not phone.normalised:
            doc.flag("phone_unclear", f"Telephone number not understood: {phone.raw}")


def _all_phones(doc: ImportedDocument) -> list[Phone]:
    office = [*doc.address.phones, *doc.address.fax] if doc.address else []
    return [phone for contact in doc.contacts for phone in contact.phones] + office
