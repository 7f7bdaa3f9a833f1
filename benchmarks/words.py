"""Word segmentation: accuracy on gold data and speed beside other segmenters, in one run.

    python benchmarks/words.py SHARED [--model DIR] [--repeat N]

SHARED is the folder of the shared data.  underthesea is measured as shipped and behind nqtext's units;
pyvi is measured where it is installed.  Speeds are syllables a second of one core over distinct
articles, every token read as a string, by processor time; ratios are of the same run.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from nqtext.pipeline import Pipeline
from nqtext.segmentation.linear import LinearSegmenter
from nqtext.training.treebank import GoldText, read_conllu, read_lines, rebuild, spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Spans = Sequence[tuple[int, int]]
    Cutter = Callable[[list[str]], list[list[str]]]


def gold_sets(shared: Path) -> dict[str, list[GoldText]]:
    """The gold data: treebank dev as printed and rebuilt, policy sentences, and the VLSP 2013 test set."""
    dev = list(read_conllu(read_lines(shared / "treebank" / "vi_vtb-ud-dev.conllu.gz")))
    sets = {"treebank dev, spaced": [spaced(words) for words in dev]}
    sets["treebank dev, rebuilt"] = [rebuild(words) for words in dev]
    articles = {}
    for line in (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        articles[article["id"]] = article["text"]
    sets["policy sentences"] = []
    for line in (shared / "gold" / "words_dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = articles[record["id"]][record["start"] : record["end"]]
        sets["policy sentences"].append(GoldText(text, tuple((start, end) for start, end in record["words"])))
    package = importlib.util.find_spec("underthesea")
    if package is not None and package.origin is not None:
        models = Path(package.origin).parent / "pipeline" / "pos_tag" / "models"
        lines = (models / "pos_crf_vlsp2013_20230303" / "test_output.txt").read_text(encoding="utf-8")
        sets["VLSP 2013 test, spaced"] = [
            spaced([unicodedata.normalize("NFC", line.split("\t")[0]) for line in block.splitlines()])
            for block in lines.split("\n\n")
            if block.strip()
        ]
    return sets


def word_spans(text: str, words: Iterable[str]) -> Spans:
    """Place words in a text by counting the characters that are no blanks."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    spans = []
    at = 0
    for word in words:
        size = sum(not c.isspace() for c in unicodedata.normalize("NFC", word.replace("_", " ")))
        if size:
            spans.append((places[min(at, len(places) - 1)], places[min(at + size, len(places)) - 1] + 1))
        at += size
    return spans


def f1(gold: Sequence[GoldText], found: Sequence[Spans]) -> float:
    right = sum(len(set(text.words) & set(spans)) for text, spans in zip(gold, found, strict=True))
    return 2 * right / (sum(len(text.words) for text in gold) + sum(map(len, found)))


def cutters(model: str | None) -> dict[str, Cutter]:
    """Each segmenter as a function from texts to words."""
    own = Pipeline(segmenter=LinearSegmenter.load(model))
    units = Pipeline(segmenter="underthesea")
    found: dict[str, Cutter] = {
        "nqtext": lambda texts: [list(tokens.texts) for tokens in own.segment(texts)],
        "underthesea on nqtext's units": lambda texts: [
            list(tokens.texts) for tokens in units.segment(texts)
        ],
    }
    if importlib.util.find_spec("underthesea"):
        import underthesea

        def shipped(texts: list[str]) -> list[list[str]]:
            return [
                [
                    word
                    for sentence in underthesea.sent_tokenize(text)
                    for word in underthesea.word_tokenize(sentence)
                ]
                for text in texts
            ]

        found["underthesea as shipped"] = shipped
    if importlib.util.find_spec("pyvi"):
        from pyvi import ViTokenizer

        found["pyvi"] = lambda texts: [ViTokenizer.tokenize(text).split() for text in texts]
    return found


def distinct_articles(shared: Path) -> list[str]:
    with gzip.open(shared / "corpora" / "policy_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    texts = ["\n".join(record["paragraphs"]) for record in records if not record.get("segmented")]
    return list(dict.fromkeys(text for text in texts if len(text.split()) > 150))


def rate(cut: Cutter, batches: Sequence[list[str]], repeat: int) -> float:
    """Best rate of some rounds, syllables a second."""
    syllables = sum(len(text.split()) for batch in batches for text in batch)
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        read = 0
        for batch in batches:
            for words in cut(batch):
                read += sum(map(len, words))
        best = min(best, time.process_time() - start)
        assert read > 0
    return syllables / best


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path)
    parser.add_argument("--model", help="a segmenter folder of your own")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-accuracy", action="store_true")
    options = parser.parse_args()

    start = time.perf_counter()
    LinearSegmenter.load(options.model)
    print(f"load: {(time.perf_counter() - start) * 1000:.0f} ms")
    systems = cutters(options.model)
    if not options.no_accuracy:
        for name, gold in gold_sets(options.shared).items():
            print(f"\nword F1, {name} ({len(gold)} sentences)")
            texts = [text.text for text in gold]
            for system, cut in systems.items():
                spans = [word_spans(text, words) for text, words in zip(texts, cut(texts), strict=True)]
                print(f"  {system:32} {f1(gold, spans):.4f}")
    articles = distinct_articles(options.shared)
    middling = sorted(articles, key=lambda text: abs(len(text.split()) - 500))[:60]
    loads = {
        "single articles of about 500 syllables": [[text] for text in middling],
        "batches of 1": [[text] for text in articles[:100]],
        "batches of 32": [articles[i : i + 32] for i in range(0, 96, 32)],
        "batch of 300": [articles[:300]],
    }
    for name, batches in loads.items():
        print(f"\nsyllables a second, {name}")
        rates = {system: rate(cut, batches, options.repeat) for system, cut in systems.items()}
        for system, value in rates.items():
            print(f"  {system:32} {value:12,.0f}   {rates['nqtext'] / value:6.1f} x slower than nqtext")


if __name__ == "__main__":
    main()
