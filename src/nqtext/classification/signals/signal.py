"""What a signal and a section are: patterns with a name, with examples and counter-examples."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Section", "Signal"]

_WORDS_ONLY = re.compile(r"\\b(?:\(\?:)?([\w ,|]+)\)?\\b")


@dataclass(frozen=True, slots=True)
class Signal:
    """A pattern searched for in a paragraph.

    Most paragraphs can be passed over by a glance at their words, which are found for all signals
    together; ``begins`` and ``holds`` say what every match has.

    Attributes:
        name: the feature's name.
        phrase: what it is called in evidence; ``{}`` stands for the words found.
        expression: over folded lower-case text.
        examples: texts it is found in.
        counter_examples: texts it is not found in.
        begins: words, separated by ``|``, with one of which a match begins; ``#`` is any number.
        holds: words one of which a match holds, behind those it begins with.
        within: the word it holds begins at most so many characters behind the word it begins with, or
            behind the start of the paragraph where the pattern is anchored there; a pattern that only
            begins with words, and what it looks ahead to, ends so many characters behind their start.
    """

    name: str
    phrase: str
    expression: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    begins: str = ""
    holds: str = ""
    within: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are all there is to the pattern, ``#`` any number; empty where there is more."""
        if self.expression == r"\d+":
            return ("#",)
        plain = _WORDS_ONLY.fullmatch(self.expression)
        return tuple(plain[1].split("|")) if plain else ()

    @property
    def anchored(self) -> bool:
        """Whether a match begins where the paragraph begins."""
        return self.expression.startswith("^")


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading announces: a function that the paragraphs below it take over."""

    name: str
    phrase: str
    expression: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
