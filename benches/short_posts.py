"""Makes short posts for measuring: sentences of a stream of articles, three or so to a post.

Usage: short_posts.py STREAM.jsonl.gz COUNT OUT.jsonl
Posts have at most 140 characters and mix sentences of unrelated articles by a fixed seed, so that
hardly any are copies and events stay small: the hardest case for placing.
"""

import gzip
import json
import random
import re
import sys

SEED = 7
FIRST_MS = 1_767_225_600_000
POST_CHARS = 140


def sentences(path: str) -> list[str]:
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for sentence in re.split(r"[。！？\n]", json.loads(line)["text"]):
                if 20 <= len(sentence) <= 60:
                    found.append(sentence)
    return found


def main() -> None:
    stream, count, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    chance = random.Random(SEED)
    pool = sentences(stream)
    with open(out, "w", encoding="utf-8") as file:
        for number in range(count):
            text = ""
            while len(text) < POST_CHARS - 15:
                text += chance.choice(pool) + "。"
            post = {
                "id": f"p{number}",
                "source": f"板块{number % 50}",
                "title": "",
                "text": text[:POST_CHARS],
                "published_at": str(FIRST_MS + number * 1000),
            }
            file.write(json.dumps(post, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
