"""An invented run of meetings around today: held, minuted, upcoming, moved, cancelled, and a month without a day."""

from datetime import date, time, timedelta

from cms_pages.sample.agenda_released import prepare_agenda
from cms_pages.sample.agenda_words import ACTIONS, AGENDA, DECISIONS, NOTES
from cms_pages.sample.words import three, words
from hub.actors import SYSTEM
from hub.working_days import next_working_day
from meetings.actions import (
    action_items,
    agenda,
    attendance,
    date_polls,
    decisions,
    minutes,
    notes,
    planning,
)
from meetings.actions.attendance import Entry
from meetings.actions.attendance_corrections import correct
from meetings.actions.invitations import invite, invitees, invitees_on
from meetings.actions.responses import record_response
from meetings.enums import ActionState, Answer, AttendanceMode, Capacity, Channel, Precision, Presence
from meetings.models import AgendaItem, Meeting, Series, Venue
from members.models import Organisation, Person

ABSENT_AT_FULL = {"kalyan", "piseth"}  # 18 seats, 16 present, all nine organisations
ABSENT_AT_EIGHT = {"samnang", "channary", "kalyan", "piseth"}  # 14 present of eight organisations


def month_after(day: date, months: int) -> tuple[int, int]:
    """(year, month) so many months after that of `day`; negative: before."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def load_series() -> Series:
    """Second Thursday, 09:00 to 12:00, at an invented place."""
    venue = Venue.objects.create(
        **words("name", "Seven Palms Archive", "បណ្ណសារត្នោតប្រាំពីរ", "Archives des Sept Palmiers"),
        **words(
            "address", "Phnom Penh (invented place)", "រាជធានីភ្នំពេញ (ទីកន្លែងសន្មត)", "Phnom Penh (lieu inventé)"
        ),
    )
    return Series.objects.create(
        **words("name", "Monthly meeting", "កិច្ចប្រជុំប្រចាំខែ", "Réunion mensuelle"),
        nth=2,
        weekday=3,
        start_time=time(9),
        end_time=time(12),
        venue=venue,
    )


class Run:
    """Builds the invented meetings; `today` is a day in Phnom Penh."""

    def __init__(self, organisations: dict[str, Organisation], people: dict[str, Person], today: date):
        self.organisations, self.people, self.today = organisations, people, today
        self.series = load_series()
        self.seats = {
            key: seat
            for key, person in people.items()
            if (seat := person.seats.select_related("organisation").first()) and key != "luc"
        }

    def load(self) -> None:
        """Everything, oldest first, so that the ordinals follow the days."""
        second = self._held(date(2022, 10, 13), ABSENT_AT_FULL)
        self._outcomes(second, old=True)
        self._publish(second)
        year, month = month_after(self.today, -3)
        cancelled = self._planned(year, month)
        planning.cancel(cancelled, by=SYSTEM)
        before = self._held(self._day(-2), ABSENT_AT_FULL)
        self._outcomes(before)
        self._publish(before)
        self._correct(before)
        last = self._held(self._last_day(), ABSENT_AT_EIGHT)
        attendance.set_women(last, by=SYSTEM, women=9)
        self._notes(last)
        draft = minutes.start_minutes(last, by=SYSTEM)
        minutes.circulate(draft, by=SYSTEM)
        upcoming = self._planned(*self._next_month(0))
        prepare_agenda(upcoming, clerk=self.people["sreymom"], today=self.today)
        self._invite(upcoming)
        moved = self._planned(*self._next_month(1))
        planning.move(
            moved, by=SYSTEM, date=moved.date + timedelta(days=7), start_time=time(9), end_time=time(12)
        )
        year, month = self._next_month(2)
        open_month = planning.plan_meeting(
            by=SYSTEM,
            date=date(year, month, 1),
            precision=Precision.MONTH,
            series=self.series,
            is_sample=True,
        )
        planning.announce(open_month, by=SYSTEM)
        self._ask_for_a_day()

    def _day(self, months: int) -> date:
        return self.series.day_in(*month_after(self.today, months))

    def _last_day(self) -> date:
        """The latest second Thursday that is over."""
        this_month = self._day(0)
        return this_month if this_month < self.today else self._day(-1)

    def _next_month(self, more: int) -> tuple[int, int]:
        """The month of the next second Thursday at least three days ahead, and `more` months after it."""
        this_month_is_over = self._day(0) < self.today + timedelta(days=3)
        return month_after(self.today, more + (1 if this_month_is_over else 0))

    def _planned(self, year: int, month: int) -> Meeting:
        meeting = planning.plan_meeting(
            by=SYSTEM,
            series=self.series,
            date=self.series.day_in(year, month),
            chair=self.people["sopheap"],
            host=self.organisations["palms"],
            facilitator=self.organisations["eccc"],
            is_sample=True,
        )
        for number, facts in enumerate(AGENDA, start=1):
            presented = self.organisations["palms"] if number == 3 else None
            agenda.add_item(meeting, by=SYSTEM, presented_by=presented, **facts)
        return planning.announce(meeting, by=SYSTEM)

    def _correct(self, meeting: Meeting) -> None:
        """A guest was overlooked; the sentence says so in public."""
        reason = three(
            "One name on the signed sheet was overlooked.",
            "ឈ្មោះមួយលើសន្លឹកហត្ថលេខាត្រូវបានមើលរំលង។",
            "Un nom de la feuille signée avait échappé.",
        )
        guest = Entry(capacity=Capacity.GUEST, name="LONG Vichea", title="Reporter (invented)")
        correct(meeting, by=SYSTEM, reason=reason, guests=[guest])

    def _time_taken(self, meeting: Meeting) -> None:
        """As a run sheet would have noted it: a little less here, a little more there."""
        items = list(meeting.agenda_items.order_by("number"))
        for number, item in enumerate(items):
            item.seconds_used = max((item.minutes_allotted or 5) + (-1, 2, 6, -4)[number % 4], 1) * 60
        AgendaItem.objects.bulk_update(items, ["seconds_used"])

    def _how(self, key: str) -> dict[str, object]:
        """One came late, one left early, one took part online."""
        return {
            "dara": {"hours": (time(9, 40), None)},
            "rithy": {"hours": (None, time(11, 15))},
            "nita": {"mode": AttendanceMode.ONLINE},
        }.get(key, {})

    def _held(self, day: date, absent: set[str]) -> Meeting:
        meeting = self._planned(day.year, day.month)
        meeting = planning.hold(meeting, by=SYSTEM)
        for key, seat in self.seats.items():
            attendance.record_attendance(
                meeting,
                by=SYSTEM,
                person=seat.person,
                organisation=seat.organisation,
                capacity=seat.kind,
                presence=Presence.REGRETS if key in absent else Presence.PRESENT,
                **self._how(key),
            )
        self._time_taken(meeting)
        attendance.record_attendance(
            meeting, by=SYSTEM, person=self.people["sotheary"], capacity=Capacity.ADVOCATE
        )
        attendance.record_attendance(
            meeting,
            by=SYSTEM,
            person=self.people["luc"],
            organisation=self.organisations["donor"],
            capacity=Capacity.OBSERVER,
        )
        attendance.record_attendance(
            meeting,
            by=SYSTEM,
            capacity=Capacity.GUEST,
            group_name=three("further staff", "បុគ្គលិកផ្សេងទៀត", "d’autres membres du personnel"),
        )
        return meeting

    def _notes(self, meeting: Meeting) -> None:
        items = {item.number: item for item in meeting.agenda_items.all()}
        for number, audience, language, text in NOTES:
            notes.write_note(items[number], by=SYSTEM, audience=audience, language=language, text=text)

    def _outcomes(self, meeting: Meeting, *, old: bool = False) -> None:
        self._notes(meeting)
        items = {item.number: item for item in meeting.agenda_items.all()}
        for number, title, text, progress, note in DECISIONS[:1] if old else DECISIONS[1:]:
            decisions.decide(
                meeting,
                by=SYSTEM,
                title=title,
                text=text,
                agenda_item=items[number],
                decided_on=meeting.date,
                progress=progress,
                progress_note=note,
            )
        for number, title, owner, due_in, state, outcome in ACTIONS[:1] if old else ACTIONS[1:]:
            action = action_items.agree_action(
                meeting,
                by=SYSTEM,
                title=title,
                owner_organisation=self.organisations[owner],
                due_date=None if due_in is None else self.today + timedelta(days=due_in),
                due_next_meeting=due_in is None,
                agenda_item=items[number],
            )
            if state != ActionState.OPEN:
                done_on = meeting.date + timedelta(days=12)
                action_items.change_action(action, by=SYSTEM, to=state, outcome=outcome, on=done_on)

    def _publish(self, meeting: Meeting) -> None:
        draft = minutes.start_minutes(meeting, by=SYSTEM)
        draft = minutes.circulate(draft, by=SYSTEM)
        draft = minutes.adopt(draft, by=self.people["sopheap"])
        minutes.publish(draft, by=self.people["sreymom"])

    def _ask_for_a_day(self) -> None:
        """A question of which day suits, with two answers; the second date suits best."""
        clerk, day = self.people["sreymom"], next_working_day(self.today + timedelta(days=16))
        poll = date_polls.make_poll(
            by=clerk,
            title=three(
                "A text on what remains after the court closes",
                "អត្ថបទអំពីអ្វីដែលនៅសល់ ក្រោយពេលតុលាការបិទ",
                "Un texte sur ce qui reste après la fermeture du tribunal",
            ),
            slots=[
                date_polls.Slot(one, time(14), time(16))
                for one in (day, next_working_day(day), next_working_day(day + timedelta(days=4)))
            ],
            people=invitees_on(self.today),
            closes_on=day - timedelta(days=7),
        )
        date_polls.send_poll(poll, by=clerk)
        poll.refresh_from_db()
        dates = list(poll.dates.values_list("pk", flat=True))
        for key, said in {"vutha": ("no", "yes", "if_need_be"), "dara": ("yes", "yes", "no")}.items():
            voter = poll.voters.get(person=self.people[key])
            date_polls.vote(voter, dict(zip(dates, said, strict=True)), by=self.people[key])

    def _invite(self, meeting: Meeting) -> None:
        """Invitations go out, and some answers are in: six yes, one not sure, one no, the rest silent."""
        clerk = self.people["sreymom"]
        invite(meeting, by=clerk, people=invitees(meeting))
        answers = {
            "vutha": (Answer.ACCEPTED, Channel.MAIL),
            "sopheap": (Answer.ACCEPTED, Channel.WEB),
            "dara": (Answer.ACCEPTED, Channel.CALDAV),
            "malis": (Answer.ACCEPTED, Channel.LINK),
            "chenda": (Answer.ACCEPTED, Channel.LINK),
            "rithy": (Answer.ACCEPTED, Channel.MAIL),
            "nita": (Answer.TENTATIVE, Channel.LINK),
            "kosal": (Answer.DECLINED, Channel.WEB),
        }
        for key, (answer, channel) in answers.items():
            invitation = meeting.invitations.get(person=self.people[key])
            record_response(invitation, answer, by=self.people[key], channel=channel)
