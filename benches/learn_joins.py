"""Learns the engine's trees from labelled candidates, and prints how well they do on sets left out.

Usage:
  caifeng eval joins A.jsonl B.tsv C.tsv D.tsv --stream news.jsonl.gz > zh.tsv
  caifeng eval joins en.jsonl > en.tsv
  python3 benches/learn_joins.py zh.tsv en.tsv crates/analysis/data/joins.tsv

Needs lightgbm and numpy from PyPI. Gradient boosting with 120 trees of four leaves; each number is
bound to speak in one direction; every set weighs the same. For each set a model is learned from the
others and scored on it: how often the best candidate at 0.4 is right (F1 over documents).
"""

import sys

import lightgbm
import numpy

SEED = 1
TREES = 120
DIRECTION = {
    "cosine": 1, "head_cosine": 1, "nearest_member": 1, "title_found": 1, "title_found_back": 1,
    "share_found": 1, "silence": -1, "age": -1, "days_meet": 1, "same_day": 1, "second": -1,
    "over_older": 1,
}


def read(paths):
    names, sets, documents, labels, rows = [], [], [], [], []
    for file, path in enumerate(paths):
        with open(path, encoding="utf-8") as lines:
            names = next(lines).rstrip("\n").split("\t")[4:]
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                sets.append(f"{file}.{fields[0]}")
                documents.append(f"{file}.{fields[1]}")
                labels.append(int(fields[3]))
                rows.append([float(field) for field in fields[4:]])
    return names, numpy.array(sets), numpy.array(documents), numpy.array(labels), numpy.array(rows)


def learn(names, sets, labels, rows):
    weights = numpy.zeros(len(labels))
    for one in set(sets):
        weights[sets == one] = len(labels) / (len(set(sets)) * (sets == one).sum())
    settings = {
        "objective": "binary", "num_leaves": 4, "learning_rate": 0.06, "min_data_in_leaf": 30,
        "lambda_l2": 5.0, "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1,
        "monotone_constraints": [DIRECTION.get(name, 0) for name in names],
        "seed": SEED, "verbose": -1, "deterministic": True, "num_threads": 1,
    }
    return lightgbm.train(settings, lightgbm.Dataset(rows, labels, weight=weights), TREES)


def right_choices(chances, documents, labels, needed=0.4):
    best, known = {}, set()
    for chance, document, label in zip(chances, documents, labels):
        if chance > best.get(document, (0, 0))[0]:
            best[document] = (chance, label)
        if label:
            known.add(document)
    joined = {document: label for document, (chance, label) in best.items() if chance >= needed}
    right = sum(joined.values())
    missed = len([document for document in known if not joined.get(document)])
    return 2 * right / max(1, right + len(joined) + missed)


def write(model, path):
    nodes, roots = [], []

    def walk(node):
        if "split_feature" not in node:
            nodes.append((-1, node["leaf_value"], 0, 0))
            return len(nodes) - 1
        here = len(nodes)
        nodes.append(None)
        low, high = walk(node["left_child"]), walk(node["right_child"])
        nodes[here] = (node["split_feature"], node["threshold"], low, high)
        return here

    for tree in model.dump_model()["tree_info"]:
        roots.append(walk(tree["tree_structure"]))
    with open(path, "w", encoding="utf-8") as out:
        for root in roots:
            out.write(f"root\t{root}\n")
        for number, bound, low, high in nodes:
            out.write(f"{number}\t{bound:.6g}\t{low}\t{high}\n")


def main():
    *paths, out = sys.argv[1:]
    names, sets, documents, labels, rows = read(paths)
    for one in sorted(set(sets)):
        rest = sets != one
        model = learn(names, sets[rest], labels[rest], rows[rest])
        score = right_choices(model.predict(rows[~rest]), documents[~rest], labels[~rest])
        print(f"left out {one}: {(~rest).sum()} candidates, F1 of choices {score:.3f}")
    write(learn(names, sets, labels, rows), out)
    print(f"learned from {len(labels)} candidates, {labels.sum()} of them right; seed {SEED}")


if __name__ == "__main__":
    main()
