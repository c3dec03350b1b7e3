# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of holidays, read by us and by Python's icalendar with recurring-ical-events.

Ours may leave an entry out, with its line; whatever it takes over must fall on the same dates.
"""

import json
import os
import random
import subprocess
from datetime import date, timedelta
from pathlib import Path

import icalendar
import recurring_ical_events

FIRST, LAST = date(2015, 1, 1), date(2044, 12, 31)
ROUNDS = int(os.environ.get("MAINSTAY_HOLIDAYS", "400"))
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class Holidays:
    """The program under test, asked frame by frame."""

    def __init__(self):
        program = Path(os.environ["MAINSTAY_PROGRAMS"]) / "holidays"
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, text):
        data = text.encode()
        self.process.stdin.write(b"%d\n" % len(data) + data)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.read(int(self.process.stdout.readline())))


def theirs(text):
    """Every date an event covers, with the names given to it."""
    dates = {}
    calendar = icalendar.Calendar.from_ical(text)
    for event in recurring_ical_events.of(calendar).between(FIRST, LAST + timedelta(days=1)):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        start, end = event.start, event.end
        start = start.date() if hasattr(start, "hour") else start
        end = end.date() if hasattr(end, "hour") else end
        for number in range((end - start).days):
            day = start + timedelta(days=number)
            if FIRST <= day <= LAST:
                dates.setdefault(str(day), set()).add(str(event.get("SUMMARY", "")))
    return dates


def compact(day):
    return day.strftime("%Y%m%d")


def nth(day):
    """The place of a weekday in its month, from the front or, in the last week, from behind."""
    from_behind = (day + timedelta(days=7)).month != day.month
    return -1 if from_behind and day.day % 2 else (day.day - 1) // 7 + 1


def rule(chance, day):
    weekday = DAYS[day.weekday()]
    shape = chance.choice(
        [
            "",
            f";BYMONTH={day.month}",
            f";BYMONTH={day.month};BYMONTHDAY={day.day}",
            f";BYMONTH={day.month};BYDAY={nth(day)}{weekday}",
            f";BYMONTH={day.month};BYDAY={weekday};BYSETPOS={nth(day)}",
        ]
    )
    end = chance.choice(
        ["", "", f";COUNT={chance.randint(1, 9)}", f";UNTIL={compact(day + timedelta(days=chance.randint(0, 4000)))}"]
    )
    every = chance.choice(["", "", ";INTERVAL=1", ";INTERVAL=2"]) if end else ""
    return f"RRULE:FREQ=YEARLY{shape}{every}{end}"


def event(chance, number):
    day = FIRST + timedelta(days=chance.randrange(4000))
    length = chance.choice([1, 1, 1, 2, 5, 12])
    after = day + timedelta(days=length)
    start = chance.choice(
        [
            [f"DTSTART;VALUE=DATE:{compact(day)}", f"DTEND;VALUE=DATE:{compact(after)}"],
            [f"DTSTART;VALUE=DATE:{compact(day)}", f"DURATION:P{length}D"],
            [f"DTSTART:{compact(day)}T000000", f"DTEND:{compact(after)}T000000"],
        ]
    )
    lines = [f"UID:{number}@test", f"SUMMARY:Day {number}\\, or äöü ☃"] + start
    is_date = "VALUE=DATE" in start[0]
    if chance.random() < 0.6 and (is_date or chance.random() < 0.2):
        lines.append(rule(chance, day))
        gone = [day.replace(year=day.year + n, day=min(day.day, 28)) for n in (1, 3)]
        if is_date and chance.random() < 0.4:
            lines.append("EXDATE;VALUE=DATE:" + ",".join(map(compact, gone)))
    return ["BEGIN:VEVENT"] + lines + ["END:VEVENT"]


def folded(lines, chance):
    ends = chance.choice(["\r\n", "\n"])
    out = []
    for line in lines:
        while chance.random() < 0.2 and len(line) > 8:
            cut = chance.randint(3, len(line) - 2)
            out.append(line[:cut] + ends + chance.choice(" \t"))
            line = line[cut:]
        out.append(line + ends)
    return "".join(out)


def calendar(*events):
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    return head + [line for event in events for line in event] + ["END:VCALENDAR"]


def test_what_is_taken_over_falls_on_their_dates():
    ours, chance, taken = Holidays(), random.Random(7), 0
    for number in range(ROUNDS):
        text = folded(calendar(event(chance, number)), chance)
        answer = ours(text)
        assert answer.get("refused") is None, text
        if answer["leftOut"]:
            assert answer["dates"] == {}, text
            continue
        expected = theirs(text)
        assert sorted(answer["dates"]) == sorted(expected), text
        assert all(answer["dates"][day] in names for day, names in expected.items()), text
        taken += 1
    assert taken > ROUNDS * 0.7


def test_a_corpus_of_files_as_programs_write_them():
    ours = Holidays()
    for path in sorted((Path(__file__).parent / "corpus").glob("*.ics")):
        text = path.read_bytes().decode("utf-8-sig")
        answer = ours(path.read_bytes().decode())
        assert answer.get("refused") is None, path.name
        assert sorted(answer["dates"]) == sorted(theirs(text)), path.name


def test_whole_calendars_with_moved_and_cancelled_dates():
    ours, chance = Holidays(), random.Random(11)
    for number in range(ROUNDS // 8):
        day = date(2018, chance.randint(1, 12), chance.randint(1, 28))
        moved = day.replace(year=2020)
        series = ["BEGIN:VEVENT", "UID:s", f"DTSTART;VALUE=DATE:{compact(day)}", "SUMMARY:Series"]
        series += ["RRULE:FREQ=YEARLY" + chance.choice(["", ";COUNT=5"]), "END:VEVENT"]
        change = ["BEGIN:VEVENT", "UID:s", f"RECURRENCE-ID;VALUE=DATE:{compact(moved)}", "SUMMARY:Moved"]
        change += [f"DTSTART;VALUE=DATE:{compact(moved + timedelta(days=chance.randint(-9, 9)))}"]
        change += [chance.choice(["STATUS:CANCELLED", "STATUS:CONFIRMED"]), "END:VEVENT"]
        text = folded(calendar(series, change, event(chance, number)), chance)
        answer = ours(text)
        if not [line for line in answer["leftOut"] if "Series" in text.splitlines()[line - 1]]:
            seen = theirs(text)
            ours_days = {d for d, name in answer["dates"].items() if not name.startswith("Day")}
            their_days = {d for d, names in seen.items() if names & {"Series", "Moved"}}
            shared = {d for d, names in seen.items() if any(n.startswith("Day") for n in names)}
            assert ours_days - shared == their_days - shared, text
