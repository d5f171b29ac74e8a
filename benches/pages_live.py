"""Measures how soon readers of open pages hear of a change, with many readers at once.

Usage: pages_live.py ADDRESS DESK.db SESSION [READERS] [EVENTS_A_MINUTE] [SECONDS]
Another process (this one) changes events in the database of a desk that is served; every reader holds
its own stream open. Told is the time from the commit to the moment a reader has the change, over all
readers and changes. Only addresses of this machine are read.
"""

import asyncio
import sqlite3
import sys
import time
from urllib.parse import urlsplit


async def read(host: str, port: int, session: str, told: list, ready: asyncio.Event, sizes: list[int]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET /live HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/event-stream\r\n"
                 f"Cookie: caifeng_session={session}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if b"200 OK" not in head:
        sys.exit(head.decode())
    ready.set()
    try:
        while line := await reader.readline():
            sizes[0] += len(line)
            if line.startswith(b"id: "):
                told.append((int(line[4:]), time.monotonic()))
    finally:
        writer.close()


def change(path: str, event: int) -> tuple[int, float]:
    """An event is spoken of again, written as the line would write it."""
    db = sqlite3.connect(path, isolation_level=None, timeout=10)
    db.execute("BEGIN IMMEDIATE")
    revision = db.execute("UPDATE totals SET revision = revision + 1 RETURNING revision").fetchone()[0]
    now = int(time.time() * 1000)
    db.execute("UPDATE events SET last_at = ?, revision = ? WHERE id = ?", (now, revision, event))
    db.execute("COMMIT")
    at = time.monotonic()
    db.close()
    return revision, at


async def main() -> None:
    address, path, session = urlsplit(sys.argv[1]), sys.argv[2], sys.argv[3]
    given = [int(value) for value in sys.argv[4:7]]
    readers, a_minute, seconds = given + [200, 500, 30][len(given):]
    if address.hostname not in ("127.0.0.1", "localhost"):
        sys.exit("only a desk on this machine is measured")
    db = sqlite3.connect(path, isolation_level=None, timeout=10)
    events = [row[0] for row in db.execute("SELECT id FROM events ORDER BY heat_log DESC LIMIT 1000")]
    told: list[tuple[int, float]] = []
    sizes = [0]
    tasks = []
    for _ in range(readers):
        ready = asyncio.Event()
        tasks.append(asyncio.create_task(read(address.hostname, address.port, session, told, ready, sizes)))
        await ready.wait()
    await asyncio.sleep(1)
    written: dict[int, float] = {}
    count = a_minute * seconds // 60
    for index in range(count):
        revision, at = await asyncio.to_thread(change, path, events[index % len(events)])
        written[revision] = at
        await asyncio.sleep(60 / a_minute)
    await asyncio.sleep(2)
    for task in tasks:
        task.cancel()
    # A message carries its last change; earlier ones of the same look came with it.
    revisions = sorted(written)
    heard = {revision for revision, _ in told}
    waits = []
    for revision in revisions:
        carrier = next((later for later in revisions if later >= revision and later in heard), None)
        if carrier is None:
            sys.exit(f"revision {revision} was never told")
        waits.extend(at - written[revision] for seen, at in told if seen == carrier)
    waits.sort()
    part = lambda share: waits[min(int(len(waits) * share), len(waits) - 1)] * 1000
    print(f"{readers} readers, {count} changes in {seconds} s: told after {part(0.5):.0f} ms (median), {part(0.95):.0f} ms (95 %), "
          f"{waits[-1] * 1000:.0f} ms (last); {len(told)} messages, {sizes[0] / 1e6:.1f} MB")


if __name__ == "__main__":
    asyncio.run(main())
