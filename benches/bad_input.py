"""Times the engine on input that would be slow if anything were quadratic. Never a test.

Usage: bad_input.py CAIFENG_BINARY [COUNT]
For each kind, COUNT / 4 and COUNT documents are made up and placed; the cost of one must not grow.
"""

import json
import random
import subprocess
import sys
import tempfile

FIRST_MS = 1_767_225_600_000
YEAR_MS = 365 * 24 * 3_600_000


def kinds(count):
    chance = random.Random(7)
    letters = [chr(code) for code in range(0x4E00, 0x8E00)]
    some = lambda n: "".join(chance.choices(letters, k=n))
    article = some(600)
    yield "empty texts", ({"title": "", "text": ""} for _ in range(count))
    yield "one letter", ({"title": "", "text": "雨"} for _ in range(count))
    yield "the same text", ({"title": "同一", "text": article} for _ in range(count))
    yield "one common word", ({"title": "", "text": f"通知 {some(12)}"} for _ in range(count))
    yield "emoji only", ({"title": "", "text": chance.choice("😀😡🔥🙏🎉") * 5} for _ in range(count))
    yield "mixed languages", ({"title": f"{some(4)} flood", "text": f"{some(30)} heavy rain ливень {some(9)} おおあめ"} for _ in range(count))
    yield "time runs backwards", ({"title": some(6), "text": some(60), "at": FIRST_MS + YEAR_MS - n * YEAR_MS // count} for n in range(count))
    yield "ten megabytes", ({"title": "长", "text": some(100) * 35_000} for _ in range(max(1, count // 25_000)))


def cost(binary, name, items):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for number, item in enumerate(items):
            at = item.pop("at", FIRST_MS + number * 1000)
            file.write(json.dumps({"id": f"x{number}", "published_at": str(at), **item}, ensure_ascii=False) + "\n")
        file.flush()
        told = json.loads(subprocess.run([binary, "replay", file.name, "--bench", "--json"], check=True, capture_output=True).stdout)
    return told


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    few, many = kinds(count // 4), kinds(count)
    print(f"{'kind':22} {'documents':>9} {'µs placed each, a quarter':>26} {'all':>8} {'understood µs':>14} {'open events':>12} {'peak MB':>8}")
    for (name, some), (_, all_of_them) in zip(few, many):
        quarter, whole = cost(binary, name, some), cost(binary, name, all_of_them)
        each = [1e6 / told["placed_per_cpu_second"] for told in (quarter, whole)]
        print(f"{name:22} {whole['documents']:9} {each[0]:26.1f} {each[1]:8.1f} {1e6 / whole['understood_per_cpu_second']:14.1f} {whole['open_events']:12} {whole['peak_rss_bytes'] / 1e6:8.0f}")


if __name__ == "__main__":
    main()
