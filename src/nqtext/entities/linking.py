"""Linking: which mentions mean the same thing, and what that thing is.

Each kind of entity brings a *linker*: a function from the mentions of its label to
:class:`Chain` objects, one for each thing meant.  This module only gathers them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["LETTERS", "Chain", "abbreviates", "link"]

#: A word of capital letters that may stand for several words.
LETTERS = re.compile(r"(?<!\w)[A-ZĐƯ]{2,12}(?:&[A-ZĐƯ]{1,6})?(?!\w)")


@dataclass(frozen=True, slots=True)
class Chain:
    """One thing meant, with its mentions.

    Attributes:
        id: stable identifier, e.g. ``document:nghi-quyet/06-nq-tw``; unique in the article.
        label: entity label.
        norm: readable canonical name.
        attributes: what the mentions together say.
        mentions: the candidates that name it, in order of the text.
        anaphora: candidates of the same label that only point at it ("Nghị quyết này").
    """

    id: str
    label: str
    norm: str
    attributes: Mapping[str, Any]
    mentions: tuple[Candidate, ...]
    anaphora: tuple[Candidate, ...] = field(default=())


if TYPE_CHECKING:
    #: From the context and the mentions of one label to chains.
    Linker = Callable[[Context, Sequence[Candidate]], Iterable[Chain]]


def link(context: Context, mentions: Sequence[Candidate], linkers: Mapping[str, Linker]) -> list[Chain]:
    """Link the mentions of one article.

    Args:
        context: what the recognisers saw.
        mentions: the mentions, in order of the text.
        linkers: the linker of each label; mentions of other labels stay without a link.

    Returns:
        One chain for each thing meant, in order of its first mention.
    """
    by_label: dict[str, list[Candidate]] = {}
    for mention in mentions:
        by_label.setdefault(mention.label, []).append(mention)
    chains = [
        chain
        for label, group in by_label.items()
        if label in linkers
        for chain in linkers[label](context, group)
    ]
    return sorted(chains, key=lambda chain: (chain.mentions[0].start, chain.id))


def abbreviates(short: str, full: str) -> bool:
    """Whether a name is another one with some of its words as capital letters.

    >>> abbreviates("Quỹ BVMT", "Quỹ bảo vệ môi trường")
    True
    >>> abbreviates("Quỹ BHXH", "Quỹ Bảo hiểm thất nghiệp")
    False
    """
    match = LETTERS.search(short)
    if match is None or LETTERS.search(full):
        return False
    head, tail = short[: match.start()].lower(), short[match.end() :].lower()
    if not full.lower().startswith(head) or not full.lower().endswith(tail):
        return False
    words = full[len(head) : len(full) - len(tail)].lower().split()
    initials = {
        "".join(word[0] for word in words if word not in left_out and word[0].isalpha())
        for left_out in ((), ("và",))
    }
    letters = match.group().replace("&", "").lower()
    return len(letters) > 2 and letters in initials
