"""The second iCalendar implementation, for the tests of the roster.

Usage: second_calendar.py read < CALENDAR.ics    prints the entries it finds, as JSON
       second_calendar.py write                  prints {"calendar": text, "entries": what it means}, as JSON
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent / "generated" / "calendar"))

from dateutil import rrule  # noqa: E402
from icalendar import Calendar, Event, vCalAddress  # noqa: E402

BERLIN = ZoneInfo("Europe/Berlin")
MS = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def ms(at):
    return (at.astimezone(timezone.utc) - EPOCH) // MS


def read():
    calendar = Calendar.from_ical(sys.stdin.buffer.read())
    found = []
    for event in calendar.walk("VEVENT"):
        attendee = event.get("ATTENDEE")
        found.append({
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "from": ms(event["DTSTART"].dt),
            "to": ms(event["DTEND"].dt),
            "summary": str(event["SUMMARY"]),
            "note": str(event.get("DESCRIPTION", "")),
            "post": event["CATEGORIES"].to_ical().decode(),
            "mail": str(attendee).removeprefix("mailto:") if attendee else None,
            "stamp": ms(event["DTSTAMP"].dt),
        })
    print(json.dumps({"version": str(calendar["VERSION"]), "errors": len(calendar.errors), "entries": found}))


def entry(uid, start, end, summary, sequence, note="", mail=None, rule=None):
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", datetime(2026, 3, 1, tzinfo=timezone.utc))
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("SEQUENCE", sequence)
    event.add("SUMMARY", summary)
    if note:
        event.add("DESCRIPTION", note)
    if mail:
        address = vCalAddress(f"MAILTO:{mail}")
        address.params["CN"] = "Somebody; else: \u4e00"
        event.add("ATTENDEE", address)
    if rule:
        event.add("RRULE", rule)
    return event


def write():
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//second//EN")
    entries = []

    def put(event, starts):
        lasts = event["DTEND"].dt.astimezone(timezone.utc) - event["DTSTART"].dt.astimezone(timezone.utc)
        calendar.add_component(event)
        for start in starts:
            uid = str(event["UID"])
            if "RRULE" in event:
                uid += start.astimezone(timezone.utc).strftime("#%Y%m%dT%H%M%SZ")
            entries.append({
                "uid": uid,
                "sequence": int(event["SEQUENCE"]),
                "from": ms(start),
                "to": ms(start.astimezone(timezone.utc) + lasts),
                "summary": str(event["SUMMARY"]),
                "note": str(event.get("DESCRIPTION", "")),
            })

    night = datetime(2026, 3, 28, 20, tzinfo=BERLIN)
    put(entry("night", night, datetime(2026, 3, 29, 8, tzinfo=BERLIN), "\u503c\u73ed\u5458 \u540dli", 3), [night])
    day = datetime(2026, 3, 26, 8, tzinfo=BERLIN)
    long = "\u540dzhang \u591c\u73ed; \u5e26\u94a5\u5319, \\ " + "\u503c\u73ed" * 40 + " \U0001f327"
    daily = entry("daily", day, day.replace(hour=20), long, 1, "one\ntwo, three; \\n", "zhang@qinglan.example",
                  {"freq": "daily", "count": 6})
    put(daily, list(rrule.rrule(rrule.DAILY, dtstart=day, count=6)))
    weekly = datetime(2026, 3, 3, 22, 30, tzinfo=BERLIN)
    until = datetime(2026, 4, 30, 20, 30, tzinfo=timezone.utc)
    by = entry("weekly", weekly, weekly + timedelta(hours=5), "\u5e26\u73ed\u9886\u5bfc \u540dling", 0,
               rule={"freq": "weekly", "interval": 2, "byday": ["TU", "TH"], "until": until})
    put(by, list(rrule.rrule(rrule.WEEKLY, dtstart=weekly, interval=2, byweekday=(rrule.TU, rrule.TH), until=until)))
    monthly = datetime(2026, 3, 31, 0, 0, tzinfo=timezone.utc)
    last = entry("monthly", monthly, monthly + timedelta(hours=24), "month", 0,
                 rule={"freq": "monthly", "bymonthday": -1, "count": 4})
    put(last, list(rrule.rrule(rrule.MONTHLY, dtstart=monthly, bymonthday=-1, count=4)))
    calendar.add_missing_timezones()
    print(json.dumps({"calendar": calendar.to_ical().decode(), "entries": entries}))


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]]()
