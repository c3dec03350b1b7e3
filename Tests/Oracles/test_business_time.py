# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mainstay time` against a stepper that asks Python's zones what the clock on the wall says.

Each day tries another share of the zones, so that all have their turn within a month;
MAINSTAY_TEST_EVERY tries them all at once (`bin/torture zones`), MAINSTAY_TEST_DAY the share of a day.
"""

import json
import os
import random
import subprocess
from datetime import date, datetime, timedelta, timezone
from itertools import accumulate
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
# Goose Bay changed its clock a minute after midnight: no coarser step would do.
STEP = 60


# A share is small enough to take seconds, and the number of the day picks it and its calendars.
SHARES = 24
DAY = int(os.environ.get("MAINSTAY_TEST_DAY", date.today().toordinal()))


def zones():
    names = sorted(n for n in available_timezones() if n not in ("localtime", "Factory", "posixrules"))
    return names if os.environ.get("MAINSTAY_TEST_EVERY") else names[DAY % SHARES :: SHARES]


def reading(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours(chance, most):
    return [
        [reading(5 * chance.randrange(288)), reading(5 * chance.randrange(289))]
        for _ in range(chance.randint(0, most))
    ]


def calendar(chance, zone, around):
    near = [str(around + timedelta(days=chance.randint(-2, 6))) for _ in range(4)]
    return {
        "timeZone": zone,
        "weekly": {d: hours(chance, 3) for d in DAYS if chance.random() < 0.8},
        "holidays": near[:2],
        "exceptions": {d: hours(chance, 2) for d in near[2:] if chance.random() < 0.5},
    }


def is_open(cal, zone, second):
    """One reading of the clock, one look into the calendar."""
    local = datetime.fromtimestamp(second, zone)
    now, day, eve = local.strftime("%H:%M"), local.date(), local.date() - timedelta(days=1)
    early = lambda pairs: any(a <= now and (now < b or b <= a) for a, b in pairs)
    late = lambda pairs: any(b <= a and now < b for a, b in pairs)
    if str(day) in cal["exceptions"]:
        return early(cal["exceptions"][str(day)])
    if str(day) in cal["holidays"]:
        return False
    weekly = lambda d: cal["weekly"].get(DAYS[d.weekday()], [])
    return early(weekly(day)) or late(weekly(eve)) or late(cal["exceptions"].get(str(eve), []))


def iso(second):
    return datetime.fromtimestamp(second, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def changes(zone, chance):
    """A moment close to a change of the offset, if the year has one."""
    start = int(datetime(chance.randint(1970, 2036), 1, 1, tzinfo=timezone.utc).timestamp())
    offsets = [datetime.fromtimestamp(start + 86400 * d, zone).utcoffset() for d in range(366)]
    days = [d for d in range(365) if offsets[d] != offsets[d + 1]] or [chance.randrange(365)]
    return start + 86400 * chance.choice(days) - 86400 + STEP * chance.randrange(1440)


def test_sla_3_to_20_a_stepper_by_another_reader_of_zones_agrees():
    chance, lines, expected = random.Random(DAY), [], {}
    for name in zones():
        zone = ZoneInfo(name)
        start = changes(zone, chance)
        if datetime.fromtimestamp(start, zone).utcoffset().total_seconds() % STEP:
            continue
        cal = calendar(chance, name, date.fromtimestamp(start))
        steps = [is_open(cal, zone, start + STEP * i) for i in range(3 * 1440)]
        end, total = start + STEP * len(steps), STEP * sum(steps)
        ask = {"calendar": cal, "from": iso(start), "to": iso(end)}
        lines.append({"id": f"{name} elapsed", "kind": "elapsed", **ask})
        expected[f"{name} elapsed"] = total
        lines.append({"id": f"{name} open", "kind": "isOpen", **ask})
        expected[f"{name} open"] = steps[0]
        if total:
            amount = STEP * chance.randint(1, sum(steps))
            passed = [i for i, sum_so_far in enumerate(accumulate(steps), 1) if STEP * sum_so_far >= amount]
            lines.append({"id": f"{name} due", "kind": "due", "businessSeconds": amount, **ask})
            expected[f"{name} due"] = iso(start + STEP * passed[0])
    program = Path(os.environ["MAINSTAY_PROGRAMS"]) / "mainstay"
    said = subprocess.run(
        [program, "time"], input="\n".join(map(json.dumps, lines)), text=True, capture_output=True, check=True
    ).stdout.splitlines()
    answers = {a["id"]: a.get("result", a.get("error")) for a in map(json.loads, said)}
    wrong = {key: (value, answers.get(key)) for key, value in expected.items() if answers.get(key) != value}
    assert not wrong, f"MAINSTAY_TEST_DAY={DAY}: {wrong}"
    assert len(expected) > 40
