"""Measures as their sources have them; keyness, collocations, names, networks and timelines of a corpus."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency, power_divergence

import nqtext
from nqtext.corpus.exploring.measures import (
    association,
    difference,
    log_dice,
    log_ratio,
    pmi,
    probability,
)
from nqtext.errors import ConfigurationError, MissingExtraError, StoreError
from tests.strategies import vietnamese

pytest.importorskip("pandas")

nlp = nqtext.load(segmenter="syllable")

#: From table 3 of Dunning (1993): together, first alone, second alone, neither; and his figures.
DUNNING = {
    "the swiss": (110, 2442, 111, 29114, 270.72),
    "can be": (29, 13, 123, 31612, 263.90),
    "previous year": (31, 23, 139, 31584, 256.84),
}


@pytest.mark.parametrize("cells", DUNNING.values(), ids=DUNNING.keys())
def test_association_is_what_dunning_published(cells: tuple[int, int, int, int, float]) -> None:
    together, first_alone, second_alone, neither, published = cells
    total = together + first_alone + second_alone + neither
    found = association(together, together + first_alone, together + second_alone, total)
    assert found == pytest.approx(published, abs=0.006)


def test_difference_by_hand() -> None:
    # 30 in 2,000 words against 10 in 3,000: 16 and 24 are expected of 40 in 5,000.
    by_hand = 2 * (30 * math.log(30 / 16) + 10 * math.log(10 / 24))
    assert difference(30, 2000, 10, 3000) == pytest.approx(by_hand) == pytest.approx(20.208, abs=0.001)
    assert difference(10, 3000, 30, 2000) == pytest.approx(-by_hand)
    assert log_ratio(30, 2000, 10, 3000) == pytest.approx(math.log2(4.5))
    assert log_ratio(30, 2000, 0, 3000) == pytest.approx(math.log2(0.015 / (0.5 / 3000)))


counts = st.integers(0, 10**6)


@given(counts, counts, st.integers(1, 10**7), st.integers(1, 10**7))
def test_difference_is_what_scipy_has(a: int, b: int, more: int, more_b: int) -> None:
    c, d = a + more, b + more_b
    found = difference(a, c, b, d)
    if a + b:
        share = (a + b) / (c + d)
        theirs = power_divergence([a, b], [c * share, d * share], lambda_="log-likelihood").statistic
        assert abs(found) == pytest.approx(theirs, rel=1e-6, abs=1e-6)
    assert difference(b, d, a, c) == pytest.approx(-found, abs=1e-9)
    assert log_ratio(b, d, a, c) == pytest.approx(-log_ratio(a, c, b, d))
    assert probability(found) == pytest.approx(chi2.sf(abs(found), 1), rel=1e-6, abs=1e-300)
    if a * d != b * c:
        assert (found >= 0) == (a * d > b * c)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500), st.integers(1, 10**6))
def test_association_is_what_scipy_has(together: int, first: int, second: int, neither: int) -> None:
    table = [[together, first], [second, neither]]
    total = together + first + second + neither
    found = association(together, together + first, together + second, total)
    theirs = (
        chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        if first + second
        else None
    )
    if theirs is not None and first + neither and second + neither:
        assert abs(found) == pytest.approx(theirs, rel=1e-6, abs=1e-6)
    assert found == pytest.approx(association(together, together + second, together + first, total), abs=1e-6)


def test_measures_at_their_ends() -> None:
    assert difference(0, 0, 5, 10) == 0.0
    assert association(0, 0, 0, 0) == 0.0
    assert association(1, 10, 10, 20) < 0
    assert pmi(5, 50, 100, 1000) == 0.0
    assert log_dice(3, 3, 3) == 14.0


@pytest.fixture(scope="module")
def sampled(samples: list[Path]) -> nqtext.Corpus:
    return nqtext.Corpus(samples)


# -- words ----------------------------------------------------------------------------------------


def rows(frame: Any) -> list[dict[str, Any]]:
    return list(frame.to_dict("records"))


def words_of(corpus: nqtext.Corpus) -> list[str]:
    return [
        nqtext.unicode.fold_key(token.text)
        for article in corpus.articles()
        for paragraph in article.paragraphs
        if not paragraph.furniture
        for token in paragraph.tokens
        if any(c.isalnum() for c in token.text)
    ]


two_texts = st.tuples(*[st.lists(vietnamese(60), min_size=1, max_size=3)] * 2)


@settings(max_examples=60)
@given(two_texts)
def test_keyness_is_what_plain_counts_give(given: tuple[list[str], list[str]]) -> None:
    one, other = (nqtext.Corpus([nlp(text) for text in texts]) for texts in given)
    a, b = (Counter(words_of(corpus)) for corpus in (one, other))
    found = {row["word"]: row for row in rows(one.keyness(other, minimum=1))}
    plain = {word for word in a | b if not any("\ud800" <= c <= "\udfff" for c in word)}
    assert plain <= found.keys()
    for word in plain:
        row = found[word]
        assert (row["count"], row["reference"]) == (a[word], b[word])
        if a and b:
            share = (a[word] + b[word]) / (a.total() + b.total())
            expected = [a.total() * share, b.total() * share]
            theirs = power_divergence([a[word], b[word]], expected, lambda_="log-likelihood").statistic
            assert abs(row["log_likelihood"]) == pytest.approx(theirs, abs=1e-3)
    back = {row["word"]: row for row in rows(other.keyness(one, minimum=1))}
    for word, row in found.items():
        assert back[word]["log_likelihood"] == pytest.approx(-row["log_likelihood"], abs=1e-3)
        assert back[word]["log_ratio"] == pytest.approx(-row["log_ratio"], abs=1e-3)


def test_keyness_against_the_rest() -> None:
    corpus = nqtext.Corpus(
        [
            nlp("Giao Bộ Xây dựng lập quy hoạch. Yêu cầu các sở lập danh mục.\nTrời mưa to ở Hà Tĩnh."),
            nlp("Phấn đấu đến năm 2030, tỷ lệ đô thị hóa đạt 50%.\nTrời nắng."),
        ]
    )
    part = corpus.where(label="directive")
    (others,) = (corpus.where(label=["goal", "task", "other"]),)
    assert rows(part.keyness(minimum=1)) == rows(part.keyness(others, minimum=1))
    within = corpus.where(lambda article: "Giao" in article.text).where(label="directive")
    assert "2030" not in {row["word"] for row in rows(within.keyness(minimum=1))}
    with pytest.raises(ConfigurationError, match="reference"):
        corpus.keyness()


def test_what_is_key_comes_first_and_what_is_missing_last() -> None:
    one = nqtext.Corpus([nlp("hạn mặn ở đồng bằng " * 20)])
    other = nqtext.Corpus([nlp("mưa lũ ở miền núi " * 20)])
    found = [row["word"] for row in rows(one.keyness(other))]
    assert set(found[:4]) == {"hạn", "mặn", "đồng", "bằng"}
    assert set(found[-4:]) == {"mưa", "lũ", "miền", "núi"}
    assert found[4] == "ở"


@settings(max_examples=60)
@given(st.lists(vietnamese(60), min_size=1, max_size=3), st.integers(1, 4))
def test_pairs_are_those_of_a_plain_loop(given: list[str], window: int) -> None:
    corpus = nqtext.Corpus([nlp(text) for text in given])
    pairs: Counter[tuple[str, str]] = Counter()
    for article in corpus.articles():
        for sentence in article.sentences:
            if sentence.paragraph.furniture:
                continue
            words = [
                nqtext.unicode.fold_key(t.text) if any(map(str.isalnum, t.text)) else None
                for t in sentence.tokens
            ]
            if window > 1:
                words = [word for word in words if word is not None]
            for i, first in enumerate(words):
                for second in words[i + 1 : i + 1 + window]:
                    if first is not None and second is not None:
                        pairs[first, second] += 1
    firsts, seconds = Counter[str](), Counter[str]()
    for (first, second), count in pairs.items():
        firsts[first] += count
        seconds[second] += count
    found = rows(corpus.collocations(window=window, minimum=1))
    assert len(found) == len(pairs)
    for row in found:
        key = row["first"], row["second"]
        if key in pairs:  # a lone surrogate is written out
            assert (row["count"], row["first_count"], row["second_count"]) == (
                pairs[key], firsts[key[0]], seconds[key[1]]
            )  # fmt: skip
            sizes = row["count"], row["first_count"], row["second_count"], pairs.total()
            assert row["log_likelihood"] == pytest.approx(association(*sizes), abs=1e-3)
            assert row["pmi"] == pytest.approx(pmi(*sizes), abs=1e-3)


@settings(max_examples=60)
@given(st.lists(vietnamese(60), min_size=1, max_size=3), st.integers(1, 4), st.data())
def test_windows_are_those_of_a_plain_loop(given: list[str], window: int, data: st.DataObject) -> None:
    corpus = nqtext.Corpus([nlp(text) for text in given])
    sentences = [
        [nqtext.unicode.fold_key(t.text) for t in sentence.tokens if any(map(str.isalnum, t.text))]
        for article in corpus.articles()
        for sentence in article.sentences
        if not sentence.paragraph.furniture
    ]
    everywhere = Counter(word for sentence in sentences for word in sentence)
    if not everywhere:
        return
    node = data.draw(st.sampled_from(sorted(everywhere)))
    inside = Counter(
        word
        for words in sentences
        for i, word in enumerate(words)
        if word != node and node in words[max(0, i - window) : i + window + 1]
    )
    found = rows(corpus.collocates(node, window=window, minimum=1))
    plain = {word for word in inside if not any("\ud800" <= c <= "\udfff" for c in word)}
    assert plain <= {row["word"] for row in found}
    total = everywhere.total() - everywhere[node]
    for row in found:
        if row["word"] in plain:
            assert (row["count"], row["total"]) == (inside[row["word"]], everywhere[row["word"]])
            theirs = association(row["count"], inside.total(), row["total"], total)
            assert row["log_likelihood"] == pytest.approx(theirs, abs=1e-3)
            assert row["log_dice"] == pytest.approx(
                log_dice(row["count"], everywhere[node], row["total"]), abs=1e-3
            )


def test_collocations_are_refused_without_sense() -> None:
    corpus = nqtext.Corpus([nlp("Tỉnh họp.")])
    with pytest.raises(ConfigurationError, match="window"):
        corpus.collocations(window=0)
    with pytest.raises(ConfigurationError, match="no word of this corpus"):
        corpus.collocates("đô thị")


# -- names, networks ------------------------------------------------------------------------------

CITING = (
    "Căn cứ Luật Đất đai năm 2024 và Nghị định số 37/2010/NĐ-CP.\nNghị định số 37/2010/NĐ-CP được sửa. Theo Nghị quyết số "
    "06-NQ/TW, Nghị quyết này có hiệu lực.\nBộ trưởng Bộ Xây dựng Nguyễn Thanh Nghị và Thủ tướng Phạm Minh Chính dự họp.\n"
)


@pytest.fixture(scope="module")
def citing() -> nqtext.Corpus:
    full = nqtext.load()
    return nqtext.Corpus(
        full(CITING, id=name, published=day)
        for name, day in (("a", "2023-05"), ("b", "2021-01-02"), ("c", None))
    )


def test_citations_count_articles_and_mentions(citing: nqtext.Corpus) -> None:
    found = {row["norm"]: row for row in rows(citing.citations())}
    decree = found["Nghị định số 37/2010/NĐ-CP"]
    assert (decree["articles"], decree["mentions"], decree["number"], decree["year"]) == (3, 6, "37", "2010")
    assert (decree["first"], decree["last"], decree["ambiguous"]) == ("2021-01-02", "2023-05", False)


def test_what_is_ambiguous_is_merged_only_when_asked(citing: nqtext.Corpus) -> None:
    def resolution(merge: bool) -> list[tuple[Any, ...]]:
        return [
            (row["article"], row["articles"], row["mentions"])
            for row in citing.citations(merge=merge).astype(object).to_dict("records")
            if row["number"] == "06"
        ]

    assert [row[1:] for row in resolution(False)] == [(1, 2)] * 3
    assert {row[0] for row in resolution(False)} == {"a", "b", "c"}
    (merged,) = resolution(True)
    assert merged[1:] == (3, 6)
    apart = citing.network("DOCUMENT", within="article").members
    together = citing.network("DOCUMENT", within="article", merge=True).members
    assert len(apart) - len(together) == 2


def test_names_add_up_to_the_mentions(citing: nqtext.Corpus) -> None:
    linked = sum(
        mention.link is not None
        for article in citing.articles()
        for mention in (*article.entities, *article.anaphora)
    )
    assert citing.named()["mentions"].sum() == linked
    people = citing.named("OFFICIAL", "PERSON")
    assert set(people["norm"]) == {"Nguyễn Thanh Nghị", "Phạm Minh Chính"}
    assert people["articles"].tolist() == [3, 3]


@pytest.mark.parametrize("within", ["sentence", "paragraph", "article"])
def test_a_network_is_that_of_a_plain_loop(citing: nqtext.Corpus, within: str) -> None:
    together: Counter[frozenset[str]] = Counter()
    for article in citing.articles():
        parts: list[list[str]] = []
        spans = {
            "sentence": article.sentence_spans.tolist(),
            "paragraph": article.paragraph_spans.tolist(),
            "article": [[0, len(article.text)]],
        }[within]
        for start, end in spans:
            parts.append(
                [
                    m.link
                    for m in (*article.entities, *article.anaphora)
                    if start <= m.start < end and m.label in ("DOCUMENT", "ORGANIZATION") and m.link
                ]
            )
        for part in parts:
            together.update(frozenset(pair) for pair in combinations(sorted(set(part)), 2))
    network = citing.network("DOCUMENT", "ORGANIZATION", within=within, merge=True)
    assert {frozenset((e.source, e.target)): e.places for e in network.ties} == together
    assert [e.places for e in network.ties] == sorted((e.places for e in network.ties), reverse=True)
    degree = Counter(name for pair in together for name in pair)
    assert {node.id: node.degree for node in network.members} == degree
    assert all(-1 <= edge.npmi <= 1 for edge in network.ties)


def test_a_list_of_names_ties_nobody() -> None:
    network = nqtext.Corpus([nqtext.load()(CITING)]).network("OFFICIAL", largest=1)
    assert (len(network.members), len(network.ties), network.left_out) == (0, 0, 1)


def test_graphml_comes_back_whole(citing: nqtext.Corpus, tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    network = citing.network("DOCUMENT", "OFFICIAL", within="article")
    network.to_graphml(tmp_path / "mạng.graphml")
    graph = networkx.read_graphml(tmp_path / "mạng.graphml")
    assert {name: data["label"] for name, data in graph.nodes(data=True)} == {
        node.id: node.norm for node in network.members
    }
    assert sorted((*sorted((a, b)), data["weight"]) for a, b, data in graph.edges(data=True)) == sorted(
        (edge.source, edge.target, edge.places) for edge in network.ties
    )
    with pytest.raises(StoreError, match="cannot be written"):
        network.to_graphml(tmp_path / "không có" / "mạng.graphml")


def test_graphml_holds_what_xml_does_not(tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    from nqtext.corpus.exploring.network import Edge, Network, Node

    nodes = tuple(Node(f"x\x00{i}", "PERSON", "<An> & \ud800\x0b👩‍💻", 1, 1) for i in range(2))
    Network(nodes, (Edge("x\x000", "x\x001", 1, 1.0),)).to_graphml(tmp_path / "lạ.graphml")
    graph = networkx.read_graphml(tmp_path / "lạ.graphml")
    assert {data["label"] for _, data in graph.nodes(data=True)} == {"<An> & \ufffd\ufffd👩‍💻"}
    assert graph.number_of_edges() == 1


def test_a_graph_without_networkx_says_what_to_install(
    citing: nqtext.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nqtext.corpus.exploring.network.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"nqtext\[network\]"):
        citing.network().to_networkx()


def test_a_network_within_nothing_is_refused(citing: nqtext.Corpus) -> None:
    with pytest.raises(ConfigurationError, match="within"):
        citing.network(within="page")


# -- time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("Phấn đấu đến năm 2030, mọi xã có đường nhựa.", "deadline", "2030-01-01", "2030-12-31"),
        ("Giao Sở Tài chính báo cáo trước ngày 30/6/2025.", "deadline", "2025-06-30", "2025-06-30"),
        ("Yêu cầu Bộ Xây dựng trình chậm nhất là ngày 15/7/2025.", "deadline", "2025-07-15", "2025-07-15"),
        ("Đến hết tháng 9/2026, giải ngân 100% vốn.", "deadline", "2026-09-01", "2026-09-30"),
        ("Giao các sở hoàn thành trong tháng 11/2025.", "deadline", "2025-11-01", "2025-11-30"),
        ("Kế hoạch của giai đoạn 2026 - 2030 đã được duyệt.", "period", "2026-01-01", "2030-12-31"),
        ("Quy định áp dụng từ ngày 01/7/2025.", "from", "2025-07-01", "2025-07-01"),
        ("Hội nghị họp ngày 20/2/2025 tại Hà Nội.", "time", "2025-02-20", "2025-02-20"),
        ("Tính đến ngày 31/3/2025, cả nước có 700 đô thị.", "time", "2025-03-31", "2025-03-31"),
        ("Đến tháng 12/2024, tỉnh đã có 60 xã đạt chuẩn.", "time", "2024-12-01", "2024-12-31"),
        ("Trong năm 2023, tỉnh đã xây 5 trường học.", "time", "2023-01-01", "2023-12-31"),
    ],
)
def test_a_date_is_of_its_kind(text: str, kind: str, first: str, last: str) -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        article = nqtext.analyze(written, published="2025-03-01")
        (row,) = rows(nqtext.Corpus(article).timeline())
        assert (row["kind"], row["first_day"], row["last_day"]) == (kind, first, last)
        assert written[row["start"] : row["end"]] == row["date"]
        assert row["date"] in row["sentence"]


def test_a_timeline_is_in_order_and_of_the_kinds_asked(sampled: nqtext.Corpus) -> None:
    corpus = sampled
    whole = corpus.timeline()
    assert whole["last_day"].is_monotonic_increasing
    kinds = {kind: corpus.timeline(kind) for kind in ("deadline", "from", "period", "time")}
    assert sum(map(len, kinds.values())) == len(whole)
    assert all(len(frame) for frame in kinds.values())
    with pytest.raises(ConfigurationError, match="kinds"):
        corpus.timeline("hạn")
