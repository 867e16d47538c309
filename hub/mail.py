"""How every mail of the hub is written down, whatever its script."""

from email.charset import BASE64, QP, Charset
from email.header import Header
from email.message import Message

from django.core.mail import EmailMessage


class SevenBitMail(EmailMessage):
    """A mail in ASCII throughout, whatever its script: no relay has to write anything anew, and DKIM stays whole.

    Django leaves the first line of a long Khmer subject empty, which some programs show as a blank, or as none.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.encoding = seven_bit(self.body)

    def message(self):
        message = super().message()
        subject = Header(str(self.subject), "utf-8", header_name="Subject")
        if not str(self.subject).isascii():
            del message["Subject"]
            Message.__setitem__(message, "Subject", subject)  # Django's own would encode it as it did before
        return message


def seven_bit(text: str) -> Charset:
    """UTF-8 as ASCII: quoted-printable where most is Latin, base64 for Khmer, whose letters it triples."""
    charset = Charset("utf-8")
    foreign = sum(octet > 127 for octet in text.encode())
    charset.body_encoding = BASE64 if foreign * 6 > len(text.encode()) else QP
    return charset
