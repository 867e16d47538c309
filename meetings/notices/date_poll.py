"""The mail that asks which of a few dates suit, in the language of whoever is asked."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.addresses import absolute
from hub.languages import dates, numbers
from hub.languages.fallback import best_text
from hub.mail import SevenBitMail
from meetings.enums import PollState
from meetings.models import DatePoll, PollDate, PollVoter
from meetings.notices.invitation import Mail


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of {"voter": key, "again": bool}; None if they have answered since, or nobody needs to any more."""
    voter = (
        PollVoter.objects.alive()
        .select_related("person", "poll__venue")
        .filter(pk=data["voter"], answered_at__isnull=True, poll__state=PollState.OPEN)
        .exclude(person__email="")
        .first()
    )
    if voter is None or voter.poll.closes_on < timezone.localdate():
        return None
    mail = asked(voter, answer_at=absolute("date_poll", voter.poll_token), again=data["again"])
    return SevenBitMail(
        subject=mail.subject,
        body=mail.text,
        to=[voter.person.email],
        reply_to=[settings.SECRETARIAT_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    )


def asked(voter: PollVoter, *, answer_at: str, again: bool = False) -> Mail:
    """Subject and text for one voter; `answer_at` is the link. Needs person and poll loaded."""
    person, poll = voter.person, voter.poll
    with translation.override(person.language):
        context = {
            "name": " ".join(filter(None, [person.honorific, person.name_in(person.language)])),
            "title": best_text(poll, "title", person.language).text,
            "place": best_text(poll.venue, "name", person.language).text if poll.venue else "",
            "dates": [in_words(one, person.language) for one in poll.dates.all()],
            "closes": dates.weekday_day(poll.closes_on, person.language),
            "again": again,
            "answer_at": answer_at,
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        }
        return Mail(
            subject=_("Which day suits you? %(title)s") % {"title": context["title"]},
            text=render_to_string("meetings/mail/date_poll.txt", context).strip() + "\n",
            html="",
        )


def in_words(date: PollDate, language: str) -> str:
    """ "Thursday 14 March 2030, 09:00 to 12:00"."""
    day = numbers.capitalised(dates.weekday_day(date.date, language))
    return f"{day}, {dates.time_range(date.start_time, date.end_time, language)}"


def sample(poll: DatePoll, voters: list[PollVoter]) -> list[dict]:
    """One mail for each language as the first of its readers would get it: [{language, people, mail}]."""
    by_language: dict[str, list[PollVoter]] = {}
    for voter in voters:
        by_language.setdefault(voter.person.language, []).append(voter)
    return [
        {
            "language": language,
            "people": group,
            "mail": asked(group[0], answer_at=f"{settings.BASE_URL}/poll/…/", again=poll.sent_at is not None),
        }
        for language, group in sorted(by_language.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
