"""Measures of difference and association, each as its source has it; frequencies are numbers, not shares.

=================  ================================================================================
measure            source
=================  ================================================================================
log-likelihood     T. Dunning (1993), Accurate methods for the statistics of surprise and
of association     coincidence, Computational Linguistics 19(1)
log-likelihood     P. Rayson and R. Garside (2000), Comparing corpora using frequency profiling,
of two groups      Workshop on Comparing Corpora, ACL
log ratio          A. Hardie (2014), Log Ratio: an informal introduction, CASS, Lancaster
PMI                K. Church and P. Hanks (1990), Word association norms, mutual information, and
                   lexicography, Computational Linguistics 16(1)
logDice            P. Rychlý (2008), A lexicographer-friendly association score, RASLAN
windows            S. Evert (2008), Corpora and collocations, in: Corpus Linguistics, an
                   International Handbook (surface cooccurrence)
=================  ================================================================================
"""

from __future__ import annotations

from math import erfc, log, log2, sqrt

__all__ = ["association", "difference", "log_dice", "log_ratio", "pmi", "probability"]

#: What stands for a frequency of zero in a ratio.
_ZERO = 0.5


def difference(count: int, total: int, reference: int, reference_total: int) -> float:
    """How surely the frequencies of a word differ between two groups: log-likelihood with its direction.

    Args:
        count: how often the word occurs in the group.
        total: number of words in the group.
        reference: how often it occurs in the group it is compared with.
        reference_total: number of words in that one.

    Returns:
        Rayson and Garside's G2, negative where the word is rarer in the group than in the other.

    >>> round(difference(20, 1000, 5, 1000), 2)
    9.64
    """
    if not total or not reference_total:
        return 0.0
    share = (count + reference) / (total + reference_total)
    expected, reference_expected = total * share, reference_total * share
    surprise = 2 * (_term(count, expected) + _term(reference, reference_expected))
    return max(surprise, 0.0) if count * reference_total >= reference * total else -max(surprise, 0.0)


def log_ratio(count: int, total: int, reference: int, reference_total: int) -> float:
    """How much the frequencies differ: the binary logarithm of their ratio; 1 is twice as often.

    >>> log_ratio(20, 1000, 5, 1000)
    2.0
    """
    if not total or not reference_total:
        return 0.0
    return log2(((count or _ZERO) / total) / ((reference or _ZERO) / reference_total))


def probability(log_likelihood: float) -> float:
    """How probable such a log-likelihood, or a larger one, is by chance: chi-squared, one degree of freedom.

    >>> round(probability(3.841), 3)
    0.05
    """
    return erfc(sqrt(abs(log_likelihood) / 2))


def association(together: int, first: int, second: int, total: int) -> float:
    """How surely two words attract each other: Dunning's log-likelihood with its direction.

    Args:
        together: how often both occur together.
        first: how often the first occurs.
        second: how often the second occurs.
        total: number of all occasions.

    Returns:
        G2 over the four cells, negative where they are together more rarely than by chance.

    >>> round(association(110, 2552, 221, 31777), 2)
    270.72
    """
    if not total:
        return 0.0
    surprise = 0.0
    for row, a in ((first, True), (total - first, False)):
        for column, b in ((second, True), (total - second, False)):
            if a and b:
                observed = together
            elif a:
                observed = first - together
            elif b:
                observed = second - together
            else:
                observed = total - first - second + together
            surprise += _term(observed, row * column / total)
    return max(2 * surprise, 0.0) if together * total >= first * second else -max(2 * surprise, 0.0)


def pmi(together: int, first: int, second: int, total: int) -> float:
    """How much more often than by chance they are together, as a binary logarithm.

    >>> pmi(8, 16, 16, 1024)
    5.0
    """
    return log2(together * total / (first * second))


def log_dice(together: int, first: int, second: int) -> float:
    """How exclusive two words are to each other, whatever the size of the corpus; 14 is always together.

    >>> log_dice(8, 8, 8), log_dice(4, 8, 8)
    (14.0, 13.0)
    """
    return 14 + log2(2 * together / (first + second))


def _term(observed: int, expected: float) -> float:
    return observed * log(observed / expected) if observed else 0.0
