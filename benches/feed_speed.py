#!/usr/bin/env python3
"""Compares the CPU time of read_feed with that of feedparser, on the same files.

    cargo build --release -p reading --example read_feeds
    python3 benches/feed_speed.py FOLDER target/release/examples/read_feeds

FOLDER holds real feeds; those listed in feedparser_finds.tsv are read. Beside them stand feeds
made here: 200 entries with 2 kB of HTML each. CPU seconds of user and system are compared, the time
for starting the program and loading the files taken off.
"""

import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

import feedparser

LIST = os.path.join(os.path.dirname(__file__), "../crates/reading/tests/feedparser_finds.tsv")
TIMES = 20
WORDS = "昨夜 大雨 县城 北门 外 路面 塌陷 市政 部门 抢修 绕行 通知 停水 停电 群众 反映 医院 学校 青澜县".split()


def paragraph(chance: random.Random) -> str:
    text = "".join(chance.choice(WORDS) for _ in range(60))
    decor = [
        f"<strong>{text[:8]}</strong>{text[8:]}",
        f'<a href="https://news.qinglan.example/n/{len(text)}?a=1&amp;b=2">{text[:12]}</a>{text[12:]}',
        f'<img src="https://img.qinglan.example/a.jpg" alt="图" />{text}&nbsp;&mdash; A&amp;B',
        f'<span style="font-size: 16px;">{text}</span><br/>{text[:10]}',
    ]
    return f'<p class="t">{chance.choice(decor)}</p>\n'


def made_feed(seed: int) -> str:
    chance = random.Random(seed)
    items = []
    for number in range(200):
        body = ""
        while len(body.encode()) < 2048:
            body += paragraph(chance)
        escaped = body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = f"<![CDATA[{body}]]>" if seed % 2 else escaped
        items.append(
            f"<item><title>青澜县第{number}号通告</title><link>https://news.qinglan.example/n/{number}</link>"
            f"<guid>n-{seed}-{number}</guid><pubDate>Mon, 02 Mar 2026 14:05:00 +0800</pubDate>"
            f"<description>{text}</description></item>\n"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>青澜</title>'
        + "".join(items)
        + "</channel></rss>"
    )


def ours(tool: str, paths: list, times: int) -> tuple:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(
        [tool, str(times)], input="\n".join(paths), capture_output=True, text=True, check=True
    ).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, said.split()


def compare(name: str, tool: str, paths: list) -> None:
    size = sum(os.path.getsize(path) for path in paths) / 1e6
    idle, _ = ours(tool, paths, 0)
    busy, said = ours(tool, paths, TIMES)
    our_seconds = (busy - idle) / TIMES
    files = [open(path, "rb").read() for path in paths]
    began = time.process_time()
    entries = sum(len(feedparser.parse(io.BytesIO(data)).entries) for data in files)
    their_seconds = time.process_time() - began
    print(
        f"{name}: {len(paths)} files, {size:.2f} MB; feedparser {size / their_seconds:.2f} MB/s"
        f" ({entries} entries), read_feed {size / our_seconds:.1f} MB/s ({said[2]} entries):"
        f" {their_seconds / our_seconds:.0f} times"
    )


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder, tool = sys.argv[1:]
    with open(LIST, encoding="utf-8") as lines:
        real = [os.path.join(folder, line.split("\t")[0]) for line in lines]
    large = [path for path in real if os.path.getsize(path) > 20_000]
    with tempfile.TemporaryDirectory() as made:
        paths = []
        for seed in range(4):
            paths.append(os.path.join(made, f"{seed}.xml"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(made_feed(seed))
        compare("real feeds", tool, real)
        compare("real feeds beyond 20 kB", tool, large)
        compare("feeds made here", tool, paths)
        compare("all of them", tool, real + paths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
