"""Sentences: accuracy on the treebank's dev split, its sentences joined into paragraphs of five.

    python benchmarks/sentences.py SHARED

SHARED is the folder of the shared data.  A sentence counts as found where both its edges are right;
most of what is missed are sentences that the treebank ends without a full stop.  Treebank sentences that
do not end with one are counted apart, because no rule can find where they end in running text.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import nqtext
from nqtext.training.treebank import read_conllu, read_lines, rebuild

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_IN_PARAGRAPH = 5
_ENDS = (".", "!", "?", "...", "…", '."', '!"', '?"', ".)")


def paragraphs(shared: Path) -> list[list[str]]:
    """The dev split's sentences as they were most likely written, five to a paragraph."""
    dev = read_conllu(read_lines(shared / "treebank" / "vi_vtb-ud-dev.conllu.gz"))
    sentences = [rebuild(words).text for words in dev]
    return [sentences[i : i + _IN_PARAGRAPH] for i in range(0, len(sentences), _IN_PARAGRAPH)]


def edges(sentences: Sequence[str]) -> set[tuple[int, int]]:
    """Ranges of sentences, counted in characters that are no blanks."""
    found = set()
    at = 0
    for sentence in sentences:
        size = sum(not c.isspace() for c in sentence)
        found.add((at, at + size))
        at += size
    return found


def score(gold: Sequence[Sequence[str]], cut: Callable[[str], Sequence[str]]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right = expected = found = 0
    for sentences in gold:
        ours, theirs = edges(cut(" ".join(sentences))), edges(sentences)
        right += len(ours & theirs)
        expected += len(theirs)
        found += len(ours)
    return right / found, right / expected, 2 * right / (found + expected)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path)
    options = parser.parse_args()
    import underthesea

    cutters: dict[str, Callable[[str], Sequence[str]]] = {
        "nqtext": nqtext.sent_tokenize,
        "underthesea": underthesea.sent_tokenize,
    }
    gold = paragraphs(options.shared)
    ended = [group for group in gold if all(sentence.endswith(_ENDS) for sentence in group)]
    for name, groups in (("all", gold), ("every sentence ends with a mark", ended)):
        print(f"\n{name}: {len(groups)} paragraphs, {sum(map(len, groups))} sentences")
        for system, cut in cutters.items():
            precision, recall, f1 = score(groups, cut)
            print(f"  {system:12} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")


if __name__ == "__main__":
    main()
