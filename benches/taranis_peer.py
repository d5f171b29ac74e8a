"""Taranis AI's clusterer (keyword graph, Louvain, split by sentences) as a peer. Prints its speed and memory.

Usage: taranis_peer.py FOLDER ITEMS.jsonl[.gz] ASSIGNMENTS.jsonl [THRESHOLD [STEP [DAYS]]]
FOLDER holds its package story_clustering: `pip download --no-deps taranis-story-clustering==0.8.1`, unpacked.
Needs jieba, networkx, nltk, polyfuzz and "matplotlib<3.11", "pandas<3", "scikit-learn<1.8" from PyPI. None of
its code is in here; nothing of it is changed but its threshold (0.5 as it comes).

As its bot does, every STEP days (7) all stories of the last DAYS days (7) are handed over at once: where all
are of one article it builds its graph anew, else it lays the single ones to the stories there are. Each
article is a story of one, with the 15 words of the highest TF-IDF by jieba as its tags.

Stand-ins, since its sentence model is in no package index, and torch is large for the three functions it is
used for here: a sentence's vector is made of its pairs of letters, each weighted by its IDF over all items and
hashed with a sign into 384 numbers (the model has 384 too, reads 128 tokens, and takes far longer); torch's
functions are numpy's; its list of English and German stop words is empty. All three make it faster or smaller
than it is, and where it cuts may differ with the real model. Tags are made in a process of their own, so that
neither their time nor their memory counts; the time in the vectors counts, and is told.
"""

import gzip
import json
import logging
import math
import re
import resource
import sys
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timezone
from types import ModuleType, SimpleNamespace
from zlib import crc32

SIZE, TAGS = 384, 15


def hours(value):
    moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp() / 3600


def tags(items):
    """The tags of each item, and the CPU seconds that took."""
    import jieba.analyse

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    began = time.process_time()
    made = []
    for item in items:
        text = item.get("title", "") + "\n" + item.get("text", "")
        if re.search(r"[\u4e00-\u9fff]", text):
            made.append(jieba.analyse.extract_tags(text, topK=TAGS))
        else:
            counted = Counter(word for word in re.findall(r"\w{4,}", text.lower()))
            made.append([word for word, _ in counted.most_common(TAGS)])
    return made, time.process_time() - began


class Sentences:
    """Stands in for the sentence model: the same call, other vectors."""

    weights, spent = {}, 0.0

    def __init__(self, *_):
        pass

    @classmethod
    def learn(cls, texts):
        documents = Counter()
        for text in texts:
            documents.update({text[at : at + 2] for at in range(len(text) - 1)})
        for pair, count in documents.items():
            mixed = crc32(pair.encode("utf-8", "replace"))
            weight = math.log((len(texts) + 1) / (count + 0.5))
            cls.weights[pair] = (mixed % SIZE, weight if mixed & 0x8000_0000 else -weight)

    def encode(self, sentences, **_):
        import numpy

        began = time.process_time()
        rows = numpy.zeros((len(sentences), SIZE))
        for row, sentence in zip(rows, sentences):
            pairs = [self.weights.get(sentence[at : at + 2], (0, 0.0)) for at in range(len(sentence) - 1)]
            if pairs:
                places, weights = zip(*pairs)
                row += numpy.bincount(places, weights, SIZE)
        Sentences.spent += time.process_time() - began
        return rows


def stand_in():
    """Puts the stand-ins where the package looks for the real ones."""
    import nltk
    import nltk.corpus
    import numpy

    def likeness(one, other):
        one = one / (numpy.linalg.norm(one, axis=1, keepdims=True) + 1e-9)
        other = other / (numpy.linalg.norm(other, axis=1, keepdims=True) + 1e-9)
        return one @ other.T

    torch = ModuleType("torch")
    torch.Tensor = numpy.asarray
    torch.max = lambda values, dim: (values.max(axis=dim), values.argmax(axis=dim))
    torch.mean = lambda values, dim: values.mean(axis=dim)
    model = ModuleType("sentence_transformers")
    model.SentenceTransformer = Sentences
    model.util = SimpleNamespace(pytorch_cos_sim=likeness)
    sys.modules.update({"torch": torch, "sentence_transformers": model})
    nltk.download = lambda *_, **__: True
    nltk.corpus.stopwords = SimpleNamespace(words=lambda _: [])


def cluster(clustering, items, made, step, days):
    """The stories after the last run, how many articles were handed over in all, and how often it failed."""
    stories, waiting, handed, failed = {}, list(zip(items, made)), 0, 0
    until = hours(items[0]["published_at"]) + step * 24
    while waiting:
        while waiting and hours(waiting[0][0]["published_at"]) < until:
            item, words = waiting.pop(0)
            piece = {
                "title": item.get("title", ""),
                "content": item.get("text", ""),
                "review": "",
                "language": "zh",
                "id": item["id"],
                "at": hours(item["published_at"]),
            }
            stories[item["id"]] = {"id": item["id"], "news_items": [piece], "tags": dict.fromkeys(words, "")}
        seen = [s for s in stories.values() if any(piece["at"] >= until - days * 24 for piece in s["news_items"])]
        single = [story for story in seen if len(story["news_items"]) == 1]
        several = [story for story in seen if len(story["news_items"]) > 1]
        handed += sum(len(story["news_items"]) for story in seen)
        found = []
        try:
            if several:
                found = clustering.incremental_clustering_v2(single, several)["event_clusters"]
            elif single:
                found = clustering.initial_clustering(single)["event_clusters"]
        except (ValueError, ZeroDivisionError):  # nothing shared among the few there are
            failed += 1
        for first, *others in found:
            for other in others:
                if other in stories and other != first:
                    taken = stories.pop(other)
                    stories[first]["news_items"] += taken["news_items"]
                    stories[first]["tags"] |= taken["tags"]
        until += step * 24
    return stories, handed, failed


def main():
    folder, path, out = sys.argv[1:4]
    threshold = float(sys.argv[4]) if len(sys.argv) > 4 else 0.5
    step = float(sys.argv[5]) if len(sys.argv) > 5 else 7
    days = float(sys.argv[6]) if len(sys.argv) > 6 else 7
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    items.sort(key=lambda item: hours(item["published_at"]))
    with ProcessPoolExecutor(1) as other:
        made, tagged = other.submit(tags, items).result()
    Sentences.learn([item.get("text", "") for item in items])
    stand_in()
    sys.path.insert(0, folder)
    warnings.simplefilter("ignore")
    from story_clustering import clustering, eventdetector

    logging.getLogger("story_clustering").setLevel(logging.WARNING)
    clustering.SimilarityThreshold = eventdetector.SimilarityThreshold = threshold
    began = time.process_time()
    stories, handed, failed = cluster(clustering, items, made, step, days)
    placed = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with open(out, "w", encoding="utf-8") as file:
        event = {piece["id"]: name for name, story in stories.items() for piece in story["news_items"]}
        for item in items:
            file.write(json.dumps({"id": item["id"], "event": event[item["id"]]}) + "\n")
    print(
        f"{len(items)} documents, threshold {threshold}: tagged {len(items) / tagged:.0f}/CPU s, "
        f"clustered {len(items) / placed:.1f}/CPU s ({handed} handed over: {handed / placed:.1f}; "
        f"{Sentences.spent / placed:.0%} of it in the vectors' stand-in), "
        f"{len(stories)} stories, {failed} runs without a result, {memory:.0f} MiB at most"
    )


if __name__ == "__main__":
    main()
