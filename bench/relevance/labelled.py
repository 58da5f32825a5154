"""Makes a collection in TREC form of texts that people gave labels.

The name of a label is a search, and what has the label answers it.

`python -m bench.relevance.labelled --help` says what it reads. The labels are put into two halves by their
codes, one to tune on and one to report.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

# A label that hardly any text has says little about search.
FEWEST = 5
HALVES = ("tuning", "reporting")

Row = Mapping[str, str]


def main() -> None:
    """Write documents.jsonl, qrels.txt, tuning.tsv and reporting.tsv."""
    options = arguments()
    texts = [row for row in rows(options.texts) if not options.only or row["labelled_set"] == options.only]
    labels = {row["Code"]: row["tag"].replace(";", ",") for row in rows(options.labels)}
    having = by_label(texts, labels)
    options.folder.mkdir(parents=True, exist_ok=True)
    write(options.folder / "documents.jsonl", map(document, texts))
    qrels = (f"{code} 0 {name} 1" for code, names in having.items() for name in names)
    write(options.folder / "qrels.txt", qrels)
    for half in HALVES:
        lines = [f"{code}\t{labels[code]}" for code in having if half_of(code) == half]
        write(options.folder / f"{half}.tsv", lines)
        print(f"{half}: {len(lines)} topics")
    print(f"{len(texts):,} documents in {options.folder}")


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.relevance.labelled", description=__doc__)
    parser.add_argument("texts", type=Path, help="CSV with org_id, name, activities, objects, ukcat_codes")
    parser.add_argument("labels", type=Path, help="CSV with Code and tag")
    parser.add_argument("folder", type=Path, help="where to put the collection")
    parser.add_argument("--only", default="", help="only texts of this labelled_set")
    return parser.parse_args()


def rows(file: Path) -> list[Row]:
    """Return the rows of a table."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_label(texts: Iterable[Row], labels: Mapping[str, str]) -> dict[str, list[str]]:
    """Return label → texts that have it, for labels that have a name and texts enough."""
    having: dict[str, list[str]] = defaultdict(list)
    for row in texts:
        for code in dict.fromkeys(row["ukcat_codes"].split("|")):
            having[code].append(row["org_id"])
    return {code: having[code] for code in sorted(labels) if len(having[code]) >= FEWEST}


def document(row: Row) -> str:
    """Return the line of a text."""
    text = "\n".join(filter(None, (row["activities"], row["objects"])))
    return json.dumps({"id": row["org_id"], "title": row["name"], "text": text}, ensure_ascii=False)


def half_of(code: str) -> str:
    """Return the half that a label is in, always the same."""
    return HALVES[sha256(code.encode()).digest()[0] % 2]


def write(file: Path, lines: Iterable[str]) -> None:
    """Write lines to a file."""
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
