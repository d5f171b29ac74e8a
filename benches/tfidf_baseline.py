"""The peer that anyone can write: online TF-IDF with a fixed threshold. Prints its speed and memory.

Usage: tfidf_baseline.py ITEMS.jsonl[.gz] ASSIGNMENTS.jsonl [THRESHOLD]
Needs jieba from PyPI. One pass in order: words by jieba (runs of letters where there is no Chinese),
(1 + ln tf) · idf over the stream so far, the headline three times, the 300 heaviest words; cosine
with the events' sums, halved after 72 hours on a square-root scale; the best at or above the
threshold takes the document (0.25 for articles; posts need less).
"""

import gzip
import json
import math
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from datetime import datetime, timezone

import jieba


def words(text):
    if re.search(r"[\u4e00-\u9fff]", text):
        return [word for word in jieba.cut(text) if len(word) > 1]
    return re.findall(r"\w{2,}", text.lower())


def hours(value):
    moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp() / 3600


def main():
    path, out = sys.argv[1], sys.argv[2]
    threshold = float(sys.argv[3]) if len(sys.argv) > 3 else 0.25
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    items.sort(key=lambda item: hours(item["published_at"]))
    jieba.initialize()
    began = time.process_time()
    counted = [Counter(words(item.get("title", ""))) for item in items]
    for counter in counted:
        for word in counter:
            counter[word] *= 3
    for counter, item in zip(counted, items):
        counter.update(words(item.get("text", "")))
    cut = time.process_time() - began
    began = time.process_time()
    documents, sums, norms, last, lists = Counter(), [], [], [], defaultdict(list)
    with open(out, "w", encoding="utf-8") as file:
        for seen, (item, counter) in enumerate(zip(items, counted)):
            all_documents = seen + 1500
            vector = {word: (1 + math.log(n)) * math.log(all_documents / (documents[word] + 1)) for word, n in counter.items()}
            vector = dict(sorted(vector.items(), key=lambda pair: -pair[1])[:300])
            length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
            vector = {word: weight / length for word, weight in vector.items()}
            at = hours(item["published_at"])
            shared = defaultdict(float)
            for word, weight in vector.items():
                for event in lists[word]:
                    shared[event] += weight * sums[event][word]
            best, likeness = None, threshold
            for event, product in shared.items():
                found = product / norms[event] * 0.5 ** (math.sqrt(abs(at - last[event]) / 72) / 2)
                if found >= likeness:
                    best, likeness = event, found
            if best is None:
                best = len(sums)
                sums.append({}), norms.append(0.0), last.append(at)
            for word, weight in vector.items():
                if word not in sums[best]:
                    lists[word].append(best)
                sums[best][word] = sums[best].get(word, 0.0) + weight
            norms[best] = math.sqrt(sum(weight * weight for weight in sums[best].values())) or 1.0
            last[best] = max(last[best], at)
            documents.update(counter.keys())
            file.write(json.dumps({"id": item["id"], "event": f"t{best}"}) + "\n")
    placed = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(items)} documents, threshold {threshold}: cut {len(items) / cut:.0f}/CPU s, placed {len(items) / placed:.0f}/CPU s, {memory:.0f} MiB at most")


if __name__ == "__main__":
    main()
