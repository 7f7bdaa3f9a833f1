"""A corpus to question: where its articles come from, its parts, counts, words in context, words counted."""

from __future__ import annotations

import datetime
import re
import tracemalloc
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nqtext
from nqtext.corpus import FUNCTION_WORDS, Store
from nqtext.corpus.exploring.concordance import Levelled, Phrase
from nqtext.errors import ConfigurationError, MissingExtraError, StoreError
from nqtext.unicode import fold
from tests.strategies import texts

pytest.importorskip("pandas")

ORDERS = (
    "Thủ tướng Chính phủ Phạm Minh Chính họp về phát triển đô thị.\n"
    "Thủ tướng yêu cầu Bộ Xây dựng khẩn trương lập quy hoạch đô thị trước ngày 30/6/2025.\n"
    "Giao Bộ Tài chính bố trí vốn theo Nghị quyết số 06-NQ/TW.\n"
)
NEWS = "Tỉnh Phú Thọ mở hội chợ nông sản.\nPhấn đấu đến năm 2030, 60% dân số sống ở đô thị.\n"
nlp = nqtext.load()


def make(text: str, **known: Any) -> nqtext.Article:
    id, published = known.pop("id", None), known.pop("published", None)
    return nlp(text, id=id, published=published, metadata=known)


@pytest.fixture(scope="module")
def articles() -> list[nqtext.Article]:
    return [
        make(ORDERS, id="lệnh", published="2025-02-03", publisher="Bộ Xây dựng"),
        make(NEWS, id="tin", published="2024-11", url="https://www.phutho.gov.vn/tin/7"),
        make(unicodedata.normalize("NFD", ORDERS) + "👩‍💻 Uỷ ban họp.", id="nfd", published="2023"),
        make("", id="trống"),
    ]


@pytest.fixture(scope="module")
def corpus(articles: list[nqtext.Article]) -> nqtext.Corpus:
    return nqtext.Corpus(articles)


def test_a_store_a_folder_and_articles_say_the_same(tmp_path: Path, articles: list[nqtext.Article]) -> None:
    folder = tmp_path / "bài"
    folder.mkdir()
    for i, text in enumerate((ORDERS, NEWS)):
        (folder / f"{i}.txt").write_text(text, encoding="utf-8")
    from_folder = nqtext.Corpus(folder)
    with Store(tmp_path / "kho.db") as store:
        for article in from_folder.articles():
            store.put(article)
        corpora = [
            from_folder,
            nqtext.Corpus([folder / "0.txt", folder / "1.txt"]),
            nqtext.Corpus(tmp_path / "kho.db"),
            nqtext.Corpus(store),
            nqtext.Corpus(from_folder.articles()),
        ]
        for other in corpora:
            assert len(other) == 2
            assert other.counts("article", "label").equals(from_folder.counts("article", "label"))
            assert other.kwic("do thi").equals(from_folder.kwic("do thi"))
            assert list(other.where(label="goal").articles()) == [list(from_folder.articles())[1]]


def test_what_fails_is_told_and_the_others_are_there(tmp_path: Path) -> None:
    (tmp_path / "tốt.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "hỏng.jsonl").write_text("{", encoding="utf-8")
    with pytest.warns(UserWarning, match="1 inputs failed"):
        corpus = nqtext.Corpus(tmp_path)
    assert len(corpus) == 1
    assert "hỏng.jsonl" in str(corpus.failures[0])


def test_what_is_no_corpus_is_refused(tmp_path: Path, articles: list[nqtext.Article]) -> None:
    with pytest.raises(TypeError, match="store, articles or paths"):
        nqtext.Corpus([1, 2])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="both"):
        nqtext.Corpus([articles[0], "x.txt"])
    other = tmp_path / "khác.db"
    other.write_bytes(b"SQLite format 3\0" + bytes(100))
    with pytest.raises(StoreError):
        nqtext.Corpus(other)
    with pytest.raises(ConfigurationError, match="library"):
        nqtext.Corpus(articles, library="numpy")


def test_the_library_of_the_tables_can_be_chosen(articles: list[nqtext.Article]) -> None:
    polars, pyarrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    asked = {name: nqtext.Corpus(articles, library=name) for name in ("polars", "pyarrow")}
    assert isinstance(asked["polars"].where(label="goal").counts(), polars.DataFrame)
    assert isinstance(asked["pyarrow"].kwic("không có từ này"), pyarrow.Table)
    rows = {name: corpus.keyness(corpus.where(label="other")) for name, corpus in asked.items()}
    assert rows["polars"].to_dicts() == rows["pyarrow"].to_pylist()


def test_without_a_library_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, articles: list[nqtext.Article]
) -> None:
    monkeypatch.setattr("nqtext.corpus.frames.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="pip install"):
        nqtext.Corpus(articles)


def ids(corpus: nqtext.Corpus) -> list[str | None]:
    return [article.id for article in corpus.articles()]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"since": "2024"}, ["lệnh", "tin"]),
        ({"since": datetime.date(2024, 12, 1)}, ["lệnh"]),
        ({"since": "2024-11-30"}, ["lệnh", "tin"]),  # a day in November is not known to be before
        ({"until": "2024"}, ["tin", "nfd"]),
        ({"until": "2025-02-03"}, ["lệnh", "tin", "nfd"]),
        ({"until": "2025-02-02"}, ["tin", "nfd"]),
        ({"since": "2023", "until": "2023"}, ["nfd"]),
        ({"source": "BỘ  xây dựng"}, ["lệnh"]),
        ({"source": ["phutho.gov.vn", "Bộ Xây dựng"]}, ["lệnh", "tin"]),
        ({"label": "goal"}, ["tin"]),
        ({"label": ["goal", "directive"]}, ["lệnh", "tin", "nfd"]),
        ({}, ["lệnh", "tin", "nfd", "trống"]),
    ],
)
def test_a_part_has_what_is_asked(corpus: nqtext.Corpus, asked: dict[str, Any], found: list[str]) -> None:
    part = corpus.where(**asked)
    assert ids(part) == found
    assert len(part) == len(found)


@pytest.mark.parametrize(
    ("published", "quarter"),
    [("2024-05-07T10:00:00+07:00", "2024-Q2"), ("20241231", "2024-Q4"), ("2024-13", None), ("hôm qua", None)],
)
def test_dates_of_any_metadata(published: str, quarter: str | None) -> None:
    article = nlp("Tỉnh họp.", metadata={"published": published})
    assert list(nqtext.Corpus(article).groups("quarter")) == [quarter]


def test_parts_of_parts(corpus: nqtext.Corpus) -> None:
    assert ids(corpus.where(since="2024").where(lambda article: "hội chợ" in article.text)) == ["tin"]
    assert ids(corpus.where(label=["goal", "directive"]).where(label="goal")) == ["tin"]
    assert ids(corpus.where(label="goal").where(label="directive")) == []
    with pytest.raises(ConfigurationError, match="since"):
        corpus.where(since="hôm qua")


@pytest.mark.parametrize("by", ["label", "source", "year", "quarter", "month", "day", "article"])
def test_groups_part_the_corpus(corpus: nqtext.Corpus, by: str) -> None:
    groups = corpus.groups(by)
    assert sum(part.counts()["count"].sum() for part in groups.values()) == corpus.counts()["count"].sum()
    for name, part in groups.items():
        assert len(part)
        frame = part.counts(by, of="articles")
        assert frame[by].isna().all() if name is None else set(frame[by]) == {name}


def test_what_groups_are_called(corpus: nqtext.Corpus) -> None:
    assert list(corpus.groups("quarter")) == ["2024-Q4", "2025-Q1", None]
    assert list(corpus.groups("source")) == ["Bộ Xây dựng", "phutho.gov.vn", None]
    assert list(corpus.groups("label")) == ["goal", "directive", "other"]


@pytest.mark.parametrize("by", [("label",), ("year", "label"), ("source",), ("month", "article")])
def test_counts_are_the_articles_own(
    corpus: nqtext.Corpus, articles: list[nqtext.Article], by: tuple[str, ...]
) -> None:
    paragraphs = [p for article in articles for p in article.paragraphs if not p.furniture]
    own = {
        "paragraphs": len(paragraphs),
        "sentences": sum(len(p.sentences) for p in paragraphs),
        "words": sum(len(p.tokens) for p in paragraphs),
        "mentions": sum(len(p.entities) for p in paragraphs),
    }
    for of, number in own.items():
        frame = corpus.counts(*by, of=of)
        assert frame["count"].sum() == number
        groups = frame.groupby(list(by[:-1]), dropna=False) if len(by) > 1 else [((), frame)]
        assert all(abs(group["share"].sum() - 1) < 1e-3 for _, group in groups)


def test_articles_are_counted_once(corpus: nqtext.Corpus) -> None:
    by_label = corpus.counts("label", of="articles").set_index("label")["count"]
    assert by_label["directive"] == 2
    assert corpus.counts("year", of="articles")["count"].tolist() == [1, 1, 1, 1]


def test_mentions_are_counted_by_their_label(corpus: nqtext.Corpus, articles: list[nqtext.Article]) -> None:
    own = Counter(
        e.label for article in articles for p in article.paragraphs if not p.furniture for e in p.entities
    )
    frame = corpus.counts("entity", of="mentions")
    assert dict(zip(frame["entity"], frame["count"], strict=True)) == own


@pytest.mark.parametrize(
    ("by", "of"),
    [(("kind",), "words"), (("label",), "letters"), (("entity",), "words"), (("label", "label"), "words")],
)
def test_a_count_of_nothing_is_refused(corpus: nqtext.Corpus, by: tuple[str, ...], of: str) -> None:
    with pytest.raises(ConfigurationError):
        corpus.counts(*by, of=of)


def test_page_furniture_is_never_asked(samples: list[Path]) -> None:
    path = next(path for path in samples if "nghi-quyet-06" in path.name)
    corpus = nqtext.Corpus(path)
    (article,) = corpus.articles()
    furniture = next(p for p in article.paragraphs if p.furniture and len(p.tokens) > 2)
    assert corpus.counts()["count"].sum() == sum(not p.furniture for p in article.paragraphs)
    assert furniture.index not in set(corpus.search(furniture.text.split()[0])["paragraph"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("do thi", ["đô thị", "đồ thị", "Đô thị", "do thi"]),
        ("đô thị", ["đô thị", "Đô thị"]),
        ("DO THỊ", ["đô thị", "đồ thị", "Đô thị"]),
        ("uỷ", ["Uỷ", "ủy"]),
        ("06-nq/tw", ["06-NQ/TW"]),
        ("hoa*", ["hoá", "hoa", "hoàn"]),
        ("thị hoá", ["thị hoá"]),
        ("thị đồ", []),
    ],
)
def test_a_phrase_is_found(query: str, found: list[str]) -> None:
    text = "Phát triển đô thị, đồ thị; Đô thị hoá; do thi: Uỷ, ủy. 06-NQ/TW; hoa hoàn"
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        spans = Phrase(query).places(Levelled(written))
        assert [unicodedata.normalize("NFC", written[start:end]) for start, end in spans] == found


def test_a_query_without_a_word_is_refused(corpus: nqtext.Corpus) -> None:
    for query in ("", " ", "...", '""', "*"):
        with pytest.raises(ConfigurationError, match="query"):
            corpus.kwic(query)
        with pytest.raises(ConfigurationError, match="query"):
            corpus.search(query)


def test_lines_by_entity_label_and_link(corpus: nqtext.Corpus) -> None:
    assert set(corpus.kwic("thu tuong", entity="OFFICIAL")["entity"]) == {"OFFICIAL"}
    assert len(corpus.kwic("do thi", entity="OFFICIAL")) == 0
    assert set(corpus.where(label="directive").kwic("do thi")["label"]) == {"directive"}
    documents = corpus.kwic(entity="DOCUMENT")
    assert [unicodedata.normalize("NFC", text) for text in documents["keyword"]] == [
        "Nghị quyết số 06-NQ/TW"
    ] * 2
    assert corpus.kwic(link=documents["link"][0]).equals(documents)
    assert len(corpus.kwic("do thi", limit=2)) == 2


def bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower()).replace("đ", "d").replace("ð", "d")
    return "".join(c for c in letters if not unicodedata.combining(c))


@pytest.mark.parametrize(
    "query", ["phat trien", "nghi quyet so", "thu tuong", "tinh", "uy ban nhan dan", "06"]
)
def test_there_are_as_many_lines_as_a_plain_search_finds(samples: list[Path], query: str) -> None:
    corpus = nqtext.Corpus(samples)
    pattern = re.compile(rf"(?<!\w){query}(?!\w)".replace(" ", r"\s+"))
    found = [
        (article.id, paragraph.index)
        for article in corpus.articles()
        for paragraph in article.paragraphs
        if not paragraph.furniture
        for _ in pattern.finditer(bare(paragraph.text))
    ]
    frame = corpus.kwic(query)
    assert found
    assert list(zip(frame["article"], frame["paragraph"], strict=True)) == found
    assert all(bare(" ".join(keyword.split())) == query for keyword in frame["keyword"])


@pytest.mark.endurance
def test_memory_does_not_grow_with_a_store(tmp_path: Path) -> None:
    peaks = []
    article = make(ORDERS)
    for count in (60, 240):
        path = tmp_path / f"{count}.db"
        with Store(path) as store:
            for i in range(count):
                store.put(article, id=str(i))
        corpus = nqtext.Corpus(path)
        corpus.counts()  # what is loaded once
        tracemalloc.start()
        corpus.counts()
        corpus.where(label="goal").kwic("do thi")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


def test_a_search_needs_all_words_in_one_paragraph(corpus: nqtext.Corpus) -> None:
    assert corpus.search("quy hoach do thi")["article"].tolist() == ["lệnh", "nfd"]
    assert corpus.search('"hoach quy"').empty
    assert corpus.search("nong san do thi").empty


@given(st.lists(texts, min_size=1, max_size=3), st.integers(0, 5), st.data())
def test_lines_are_cut_from_the_text_as_it_is(given: list[str], window: int, data: st.DataObject) -> None:
    articles = [nlp(text, id=str(i)) for i, text in enumerate(given)]
    corpus = nqtext.Corpus(articles)
    words = [word for text in given for word in text.split() if any(c.isalnum() for c in fold(word).text)]
    query = data.draw(st.sampled_from(words or ["bộ"])).replace("*", "").strip('"') or "bộ"
    if not any(c.isalnum() for c in fold(query).text):
        query = "bộ"
    frame = corpus.kwic(query, window=window)
    for line in frame.itertuples():
        article = articles[int(line.article)]
        pieces = (line.left, line.keyword, line.right)
        if any("\\ud" in piece for piece in pieces):
            continue  # a lone surrogate is written out
        start = line.start - len(line.left)
        assert article.text[start : line.end + len(line.right)] == "".join(pieces)
        assert article.text[line.start : line.end] == line.keyword
        paragraph = article.paragraphs[line.paragraph]
        assert paragraph.start <= start <= line.end + len(line.right) <= paragraph.end
        before = [t for t in paragraph.tokens if t.end <= line.start]
        assert sum(t.start >= start for t in before) == min(window, len(before))


@given(st.lists(texts, max_size=3))
def test_words_are_counted_as_a_plain_count_has_them(given: list[str]) -> None:
    articles = [nlp(text) for text in given]
    frame = nqtext.Corpus(articles).frequency()
    own = Counter(
        nqtext.unicode.fold_key(token.text)
        for article in articles
        for p in article.paragraphs
        if not p.furniture
        for token in p.tokens
        if any(c.isalnum() for c in token.text)
    )
    told = {word.encode("utf-8", "backslashreplace").decode(): count for word, count in own.items()}
    assert dict(zip(frame["word"], frame["count"], strict=True)) == told
    assert frame.empty or abs(frame["per_million"].sum() - 1e6) < len(frame)


def test_sequences_stay_within_sentences_and_punctuation(corpus: nqtext.Corpus) -> None:
    small = nqtext.Corpus([nlp("Bộ Xây dựng lập quy hoạch, Bộ Tài chính bố trí vốn. Tỉnh họp.")])
    found = set(small.frequency(2)["word"])
    assert "lập quy hoạch" in found
    assert not any(word.startswith("quy hoạch") for word in found)
    assert not any(word.endswith("tỉnh") for word in found)
    assert len(small.frequency(30)) == 0
    with pytest.raises(ConfigurationError, match="n:"):
        small.frequency(0)


def test_function_words_can_be_left_out(corpus: nqtext.Corpus) -> None:
    whole, rest = corpus.frequency(), corpus.frequency(without=FUNCTION_WORDS)
    left_out = set(whole["word"]) - set(rest["word"])
    assert left_out
    assert left_out <= FUNCTION_WORDS
    merged = whole.merge(rest, on="word")
    assert (merged["per_million_x"] == merged["per_million_y"]).all()
    assert all(nqtext.unicode.fold_key(word) == word for word in FUNCTION_WORDS)
