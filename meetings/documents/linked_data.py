"""What machines read about a meeting: schema.org as plain dictionaries, from the public view alone."""

from typing import Any

from meetings.enums import MeetingState, Mode
from meetings.public import MeetingView

STATUS = {
    MeetingState.CANCELLED: "EventCancelled",
    MeetingState.POSTPONED: "EventPostponed",
}
ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


def event(view: MeetingView, *, url: str, site_url: str, group: str) -> dict[str, Any] | None:
    """A meeting as schema.org Event; None while only its month is known, so that no machine shows a false day.

    `url` and `site_url` are absolute, `group` is the name of the group. Times carry the offset of Phnom Penh.
    """
    if view.starts_at is None or view.ends_at is None:
        return None
    status = STATUS.get(MeetingState(view.state), "EventRescheduled" if view.moved_from else "EventScheduled")
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": view.title,
        "url": url,
        "inLanguage": view.language,
        "startDate": view.starts_at.isoformat(),
        "endDate": view.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[Mode(view.mode)]}",
        "organizer": {"@type": "Organization", "name": group, "url": site_url},
    }
    if view.summary:
        data["description"] = view.summary.text
    if view.moved_from:
        data["previousStartDate"] = view.moved_from.isoformat()
    if view.place:
        data["location"] = {"@type": "Place", "name": view.place.name.text}
        if view.place.address:
            data["location"]["address"] = view.place.address.text
    return data
