"""Fills an empty desk of SQLite with documents and events, so that pages can be measured at size.

Usage: pages_fill.py STREAM.jsonl.gz DESK.db DOCUMENTS EVENTS
The texts are sentences of a stream of articles, three or so to a document. Events have sizes as they
are found in the wild (a few very large, most small), last from an hour to some days and end within a
fortnight before now; one document in ten is a copy. Rows are written as the line would write them:
`caifeng doctor` finds nothing wrong with them, and makes the index of them.
"""

import gzip
import json
import math
import random
import re
import sqlite3
import sys
import time

SEED = 11
HOUR_MS = 3_600_000
DAYS = 14
SOURCES = 400
PLACES = [110000, 130600, 130681, 130602, 320106, 330102, 440305, 510107, 610113, 650102]
KINDS = ["feed", "list", "file", "hotlist"]
BATCH = 20_000


def sentences(path: str) -> list[str]:
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for sentence in re.split(r"[。！？\n]", json.loads(line)["text"]):
                if 20 <= len(sentence) <= 60:
                    found.append(sentence)
    return found


def add_voice(log: float, at: int, half_life_hours: float) -> float:
    one = at / (half_life_hours * HOUR_MS)
    high, low = max(log, one), min(log, one)
    return high + math.log2(1.0 + 2.0 ** max(low - high, -1e6))


def sizes(chance: random.Random, documents: int, events: int) -> list[int]:
    weights = [1.0 / (rank + 1) ** 0.75 for rank in range(events)]
    scale = (documents - events) / sum(weights)
    found = [1 + int(weight * scale) for weight in weights]
    found[0] += documents - sum(found)
    chance.shuffle(found)
    return found


def plan(chance: random.Random, documents: int, events: int, now: int) -> list[tuple[int, int]]:
    """Every document as (published, event), in order of arrival."""
    published = []
    for event, size in enumerate(sizes(chance, documents, events)):
        lasts = chance.uniform(1, 72) * HOUR_MS
        begin = now - int(chance.uniform(0, DAYS * 24) * HOUR_MS)
        for index in range(size):
            at = begin + int(lasts * (chance.random() ** 2 if index else 0))
            published.append((min(at, now - 1), event))
    published.sort()
    return published


def add_sources(db: sqlite3.Connection, now: int) -> None:
    db.executemany(
        "INSERT INTO sources (id, kind, name, url, allow_private, added_at, removed) VALUES (?, ?, ?, ?, 0, ?, 0)",
        [
            (number, KINDS[number % 4], f"信源{number}", f"https://s{number}.qinglan.example/", now)
            for number in range(1, SOURCES + 1)
        ],
    )


def main() -> None:
    stream, path, documents, events = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(SEED)
    pool = sentences(stream)
    now = int(time.time() * 1000)
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    add_sources(db, now)
    opened: dict[int, dict] = {}
    rows, copies = [], 0
    for number, (at, event) in enumerate(plan(chance, documents, events, now), start=1):
        record = opened.get(event)
        fresh = record is None
        if fresh:
            record = opened[event] = {
                "id": number, "title": chance.choice(pool)[:40], "first": at, "last": at, "documents": 0,
                "copies": 0, "heat": -1.0e9, "pulse": -1.0e9, "facets": set(), "place": chance.choice(PLACES),
            }
        copy = not fresh and chance.random() < 0.1
        source = 1 + int(SOURCES * chance.random() ** 2)
        language = "zh" if chance.random() < 0.97 else "en"
        text = "。".join(chance.choice(pool) for _ in range(3)) + "。"
        record["first"], record["last"] = min(record["first"], at), max(record["last"], at)
        record["copies" if copy else "documents"] += 1
        record["heat"] = add_voice(record["heat"], at, 24.0)
        record["pulse"] = add_voice(record["pulse"], at, 3.0)
        record["facets"] |= {f"s{source}", f"k{KINDS[source % 4]}", f"l{language}", f"p{record['place']}"}
        copies += copy
        rows.append((
            number, f"p{number}", source, record["title"] if fresh else chance.choice(pool)[:30], text, language, at,
            at + 60_000, chance.getrandbits(62), str(record["place"]), record["id"], record["id"] if copy else None,
            '[{"r":"same_text"}]' if copy else '[{"r":"similarity","percent":41,"needed":25}]',
        ))
        if len(rows) == BATCH or number == documents:
            db.executemany(
                "INSERT INTO documents (id, namespace, external_id, source_id, title, text, language, published_at, "
                "time_note, arrived_at, fingerprint, places, event_id, copy_of, reasons) "
                "VALUES (?, 0, ?, ?, ?, ?, ?, ?, 'g', ?, ?, ?, ?, ?, ?)",
                rows,
            )
            rows.clear()
            db.commit()
    db.executemany(
        "INSERT INTO events (id, title, first_at, last_at, documents, copies, heat_log, pulse_log, facets, revision) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        [
            (r["id"], r["title"], r["first"], r["last"], r["documents"], r["copies"], r["heat"], r["pulse"],
             f" {' '.join(sorted(r['facets']))} ")
            for r in opened.values()
        ],
    )
    db.execute(
        "UPDATE totals SET documents = ?, copies = ?, events = ?, revision = 1 WHERE id = 1",
        (documents, copies, len(opened)),
    )
    db.commit()
    largest = max(opened.values(), key=lambda r: r["documents"] + r["copies"])
    print(f"{documents} documents, {len(opened)} events; the largest, e{largest['id']}, has "
          f"{largest['documents'] + largest['copies']}")


if __name__ == "__main__":
    main()
