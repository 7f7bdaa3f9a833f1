"""The card of the tagger: what it was made from, how to make it again, what it adds to the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqtext.records import ENTITY_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqtext.training.gold import GoldFile
    from nqtext.training.scores import Scores
    from nqtext.training.tagger import Ablation

__all__ = ["tagger_card"]

_INTRODUCTION = """\
# Tagger of names

Finds names of organisations, officials, persons and places that no rule and no table knows, and doubts what
the rules found. A conditional random field (linear chain, L-BFGS) over hashed features of the words near
capitals: words and their pairs and triples, shapes, first and last letters, the run of capitals a word
stands in, the head of a list, what the gazetteers know; 8-bit weights. It does not see what the rules found.
Code: `nqtext.entities.tagger_features`, `nqtext.entities.tagger`; the two are weighed in
`nqtext.entities.overlap`.
"""

_LIMITS = """\
## On articles that nobody annotated

What an earlier tagger, learned in the same way, changed beside the rules of its day was read by hand; it
was not done again with this one.

* 50 official documents (6,697 mentions by the rules): it added 234 and removed 162. Of 45 of the added, 34
  were right; of 45 of the removed, 6 had been right.
* 286 news articles of 2013 to 2025 (15,651 mentions by the rules), read before these very articles were used
  for self-training: it added some 440 and removed some 220. Of 97 of the added, 65 were right; of 69 of the
  removed, 24 had been right: about 0.75 of a point of micro-F1.

Most of what it adds are members of lists of places, type words before the first of them, longer and foreign
names of bodies and officials, and bylines.

## What was tried

* A tagger that sees what the rules found (the same features and the rules' labels, ends and sources): on
  held-out training articles the same as the rules alone (0.938 against 0.940), since these were written with
  those articles at hand; on unseen articles it joined neighbouring names more often than it found new ones.
  With the rules' answers dropped, cut and relabelled at random in training it found more, and more that is
  none.
* No self-training: the tagger alone loses two points (four labels: 0.848 against 0.871).
* One weight for all that the rules say (3): what the tagger gains in places it loses in bodies and officials,
  whose names in small letters the tables know better (0.938).
* Places taken off as easily as they come in: better on the training articles (0.943), but of those removed on
  unseen articles 43 in 100 had been right.

## Limits

* Whether a name is an official's the rest of the article decides; the tagger sees one sentence only, so
  persons that it adds are often of the wrong one of the two labels.
* It never changes documents and dates, nor what a caller's own recogniser found.
* On `dev.jsonl` it costs a little: the rules' mistakes there had been read and mended.
* A stretch of more than 96 words near capitals (headings and tables in capitals) is cut.
* The words are those of nqtext's own segmenter; another one gives it words it has not learned from.
"""


def tagger_card(
    file: GoldFile,
    checked: GoldFile | None,
    figures: Mapping[str, Ablation],
    folder: str,
    evidence: Mapping[str, float],
    unlabelled: int = 0,
) -> str:
    """The text of ``CARD.md``.

    Args:
        file: what the tagger learned from.
        checked: a gold file to report on, or None.
        figures: ablations by what they were measured on.
        folder: name of the model's folder.
        evidence: what the rules' word counts, in log-odds.
        unlabelled: how many articles without annotations it went on learning from.
    """
    sources = sorted({article.source for article in file.articles if article.source})
    mentions = sum(len(article.entities or ()) for article in file.articles)
    lines = [
        _INTRODUCTION,
        "Rebuilt, byte for byte the same, by",
        "",
        "```sh",
        f'python -m nqtext.training tagger "$NQTEXT_SHARED/gold/{file.name}" -o models/{folder}',
        "```",
        "",
        "## What it learned from",
        "",
        f"`{file.name}` (SHA-256 `{file.sha256}`): {len(file.articles)} articles, {mentions} mentions. The "
        "annotations are the project's own; the texts are their owners' and no part of the model, which "
        "holds hashes of single words and n-grams. Texts from (repository @ commit; no licence stated there: "
        "press, portals, official documents):",
        "",
        *(f"* {source}" for source in sources),
        "",
        f"Then {unlabelled} press articles without annotations (the same repositories; near-duplicates of "
        "the gold articles left out), with what the rules and the tagger of the gold articles find in them "
        "taken as true (self-training)."
        if unlabelled
        else "No articles without annotations.",
        "",
        "## How the two are weighed",
        "",
        "For each word the tagger's log-odds for its tags, plus what the rules' word counts: "
        + ", ".join(f"{name} {value:g}" for name, value in evidence.items())
        + ' ("none": the rules see no name there; "label": they see a name of some label, whichever part of '
        'it; "new": against a name that opens where they see none). The sequence of highest sum stands.',
        "",
        "## Figures",
        "",
        'F1 of exact spans; "four" is micro-F1 over the tagger\'s four labels, "all" over all six.',
    ]
    for name, result in figures.items():
        where = (
            f"`{file.name}`, cross-validated over articles (near-duplicates on one side); the rules were "
            "written with these articles at hand"
            if checked is None or name != checked.name
            else f"`{name}` (SHA-256 `{checked.sha256}`), not trained on; the rules' mistakes on it were read"
        )
        lines += ["", f"### {where}", "", *_table(result)]
    return "\n".join([*lines, "", _LIMITS])


def _table(result: Ablation) -> list[str]:
    lines = [
        "| articles | | " + " | ".join(ENTITY_LABELS) + " | four | all |",
        "|---" * (len(ENTITY_LABELS) + 4) + "|",
    ]
    for kind in result.rules:
        for name, scores in (
            ("rules", result.rules),
            ("tagger", result.tagger),
            ("both", result.both),
        ):
            lines.append(f"| {kind} | {name} | {_row(scores[kind], set(result.tagger[kind].by_label))} |")
    return lines


def _row(scores: Scores, four: set[str]) -> str:
    def f1(label: str) -> str:
        return f"{scores.by_label[label].f1:.3f}" if label in scores.by_label else ""

    hits, given, wanted = (
        sum(getattr(scores.by_label[label], part) for label in sorted(four))
        for part in ("hits", "given", "wanted")
    )
    micro = f"{2 * hits / max(given + wanted, 1):.3f}"
    every = f"{scores.micro.f1:.3f}" if len(scores.by_label) > len(four) else ""
    return " | ".join([*map(f1, ENTITY_LABELS), micro, every])
