#!/usr/bin/env python3
"""Prints in which files of a folder feedparser finds entries, one a line:
`relative/path<TAB>entries<TAB>those of them that say something in words`.

    python3 benches/feedparser_finds.py FOLDER > crates/reading/tests/feedparser_finds.tsv

Files beyond 2 MiB are left out. Nothing is fetched: feedparser is given bytes, and sockets are shut.
"""

import html
import io
import os
import re
import socket
import sys

import feedparser

BYTES_MAX = 2 * 1024 * 1024


def refuse(*_args, **_kwargs):
    raise OSError("no network here")


def in_words(entry) -> bool:
    """Whether a title, a summary or a content has any word outside of its tags."""
    texts = [entry.get("title"), entry.get("summary")]
    texts += [content.get("value") for content in entry.get("content", [])]
    return any(html.unescape(re.sub(r"<[^>]*>", "", text or "")).strip() for text in texts)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    socket.socket.connect = refuse
    root = sys.argv[1]
    paths = sorted(
        os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names
    )
    for path in paths:
        if os.path.getsize(path) > BYTES_MAX:
            continue
        with open(path, "rb") as file:
            data = file.read()
        try:
            # A stream, not bytes: bytes of a short text could be taken for an address.
            entries = feedparser.parse(io.BytesIO(data)).entries
        except Exception:  # a file that breaks feedparser is one in which it finds nothing
            entries = []
        if entries:
            worded = sum(in_words(entry) for entry in entries)
            print(f"{os.path.relpath(path, root)}\t{len(entries)}\t{worded}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
