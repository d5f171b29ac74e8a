#!/usr/bin/env python3
"""Compares the CPU time a page costs caifeng and trafilatura, on the same pages in the same run.

    python3 -m venv .venv && .venv/bin/pip install trafilatura lxml_html_clean
    cargo build --release --locked --package caifeng
    .venv/bin/python benches/extract_speed.py target/release/caifeng "$CAIFENG_DATA"/pages/{zh,en}

Both read each page from its bytes: parsing, the text, the headline and the time. Rounds alternate and
the least of five counts, so that a busy machine harms both alike. Starting either program is left out.
"""

import glob
import gzip
import json
import os
import subprocess
import sys
import time

import trafilatura

ROUNDS = 5


def pages_of(folder: str) -> list:
    paths = sorted(glob.glob(os.path.join(folder, "**", "*.html*"), recursive=True))
    read = []
    for path in paths:
        opened = gzip.open if path.endswith(".gz") else open
        with opened(path, "rb") as file:
            read.append(file.read())
    return read


def peer_ms(pages: list) -> float:
    began = time.process_time()
    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)
    return (time.process_time() - began) * 1000 / len(pages)


def ours_ms(program: str, folder: str) -> tuple:
    done = subprocess.run([program, "eval", "pages", folder, "--json"], capture_output=True, check=True)
    result = json.loads(done.stdout)
    return 1000 / result["pages_per_cpu_second"], result["f1"]


def main() -> None:
    program, *folders = sys.argv[1:]
    if not folders:
        sys.exit(__doc__)
    for folder in folders:
        pages = pages_of(folder)
        peer, ours, quality = [], [], None
        for _ in range(ROUNDS):
            peer.append(peer_ms(pages))
            cost, quality = ours_ms(program, folder)
            ours.append(cost)
        print(
            f"{folder}: {len(pages)} pages; caifeng {min(ours):.2f} CPU ms a page (F1 {quality:.3f}), "
            f"trafilatura {trafilatura.__version__} {min(peer):.2f} CPU ms, ratio {min(peer) / min(ours):.1f}"
        )


if __name__ == "__main__":
    main()
