"""The store as a library: what is put in comes back, is found, is replaced, and fails with a reason."""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.corpus import FileInput, Reader, Store, files_in, retag, tag
from nqtext.corpus.layout import LAYOUT
from nqtext.corpus.rows import METADATA
from nqtext.corpus.run import making_of
from nqtext.corpus.searching import excerpt, match_expression, plain
from nqtext.corpus.tables import TABLES
from nqtext.errors import ConfigurationError, StoreError, StoreVersionError
from nqtext.reading import Source
from nqtext.tokens import Tokens

TEXT = """BỘ XÂY DỰNG HỌP VỀ ĐÔ THỊ
Ngày 20/5/2022, Thủ tướng Chính phủ Phạm Minh Chính làm việc với Uỷ ban nhân dân tỉnh Bắc Ninh về Nghị quyết số 06-NQ/TW.
Thủ tướng yêu cầu Bộ Xây dựng chủ trì, khẩn trương lập quy hoạch. Nghị quyết này rất quan trọng.
Mục tiêu đến năm 2030, tỷ lệ đô thị hóa đạt trên 50%."""


@pytest.fixture(scope="module")
def nlp() -> nqtext.Pipeline:
    return nqtext.load(segmenter="syllable")


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store(tmp_path / "corpus.db") as opened:
        yield opened


def counts(store: Reader) -> dict[str, int]:
    return {
        name: store.query(f"SELECT count(*) FROM {name}")[0][0]
        for name in ("articles", "paragraphs", "sentences", "mentions", "referents", "dates", "failures")
    }


class TestArticles:
    @pytest.mark.parametrize(
        "text",
        [
            TEXT,
            "",
            "a\ud800b họp\udfff",
            "một\x00hai\r\nba",
            "Tho\u0302ng tin đô thị 🎉 Hà Nội",
            f"họp{' ' * 300}xong",
        ],
    )
    def test_an_article_comes_back_whole(self, store: Store, nlp: nqtext.Pipeline, text: str) -> None:
        article = nlp(text, id="tin/1", published="2022-05-20", metadata={"tags": ["a", {"b": 1}]})
        assert store.put(article)
        assert store.article("tin/1") == article
        assert "tin/1" in store
        assert len(store) == 1
        assert store.query("PRAGMA integrity_check") == [("ok",)]

    def test_parts_of_speech_come_back(self, store: Store, nlp: nqtext.Pipeline) -> None:
        article = nlp(TEXT, id="a")
        tags = tuple("NVA"[i % 3] for i in range(len(article.tokens)))
        tagged = replace(article, tokens=Tokens(article.text, article.tokens.spans, tags))
        store.put(tagged)
        assert store.article("a") == tagged
        assert store.article("a").tokens.tags == tags

    def test_what_tables_cannot_tell_comes_back_all_the_same(
        self, store: Store, nlp: nqtext.Pipeline
    ) -> None:
        article = nlp(TEXT, id="a", published="2022-05-20")
        loose = replace(article, referents=article.referents[1:])  # a link to nothing
        fewer = replace(
            article,
            referents=tuple(replace(r, mentions=r.mentions[:1]) for r in article.referents),
            anaphora=article.anaphora[::-1],
        )
        odd = replace(article, entities=(replace(article.entities[0], norm="\ud800"), *article.entities[1:]))
        assert len(article.referents) > 1
        assert article.anaphora
        for id, given in {"loose": loose, "fewer": fewer, "odd": odd}.items():
            store.put(given, id)
            assert store.article(id) == given != article
        assert store.query("SELECT norm FROM mentions WHERE norm LIKE '%\ufffd%'") == [("\ufffd",)]

    def test_what_an_article_is_in_rows(self, store: Store, nlp: nqtext.Pipeline) -> None:
        article = nlp(TEXT, id="a", published="2022-05-20")
        store.put(article)
        for name in ("paragraphs", "sentences", "mentions", "referents", "dates", "documents", "officials"):
            columns = ", ".join(f'"{column.name}"' for column in TABLES[name].columns)
            rows = store.query(f"SELECT {columns} FROM {name}")
            assert sorted(map(repr, rows)) == sorted(
                repr(tuple(int(cell) if isinstance(cell, bool) else cell for cell in row))
                for row in TABLES[name].rows(article)
            ), name
        known = ", ".join(column.name for column in TABLES["articles"].columns)
        assert store.query(f"SELECT {known} FROM articles") == list(TABLES["articles"].rows(article))

    def test_an_article_is_replaced_without_a_trace(self, store: Store, nlp: nqtext.Pipeline) -> None:
        store.put(nlp(TEXT, id="a"))
        store.put(nlp("Quy hoạch cũ.", id="b"))
        store.put(nlp("Quy hoạch mới.", id="a"))
        assert [article.text for article in store.articles()] == ["Quy hoạch mới.", "Quy hoạch cũ."]
        assert counts(store)["paragraphs"] == 2
        assert [hit.article for hit in store.search("quy hoach")] == ["b", "a"]
        assert store.search("bac ninh") == []

    def test_ids_need_not_be_utf_8(self, store: Store, nlp: nqtext.Pipeline) -> None:
        id = os.fsdecode(b"inbox/h\xe1\xbb\x8dp \xff'\n.txt")
        store.put(nlp(TEXT, id=id))
        assert store.article(id).id == id
        assert [hit.article for hit in store.search("bac ninh")] == [id]
        assert [article.id for article in store.articles()] == [id]

    def test_an_article_needs_an_id(self, store: Store, nlp: nqtext.Pipeline) -> None:
        for id in (None, ""):
            with pytest.raises(ConfigurationError, match="id"):
                store.put(nlp(TEXT, id=id))

    def test_a_link_is_looked_up_once_a_run_has_ended(self, store: Store, nlp: nqtext.Pipeline) -> None:
        plan = "EXPLAIN QUERY PLAN SELECT article FROM referents WHERE link = 'x'"
        store.put(nlp(TEXT, id="a"))
        assert "SCAN" in store.query(plan)[0][-1]  # it would cost a tenth of the writing
        for _ in range(2):
            store.end_run("done")
            assert "SEARCH referents USING" in store.query(plan)[0][-1]
            store.put(nlp(TEXT, id="b"))
        assert len(store.query("SELECT article FROM referents WHERE link LIKE '%' || 'bo-xay-dung'")) == 2

    def test_what_is_not_there(self, store: Store) -> None:
        with pytest.raises(StoreError, match="there is no article 'x'"):
            store.article("x")
        assert "x" not in store

    @pytest.mark.endurance
    def test_many_articles_in_constant_memory_and_order(self, store: Store, nlp: nqtext.Pipeline) -> None:
        article = nlp("Tỉnh họp.")
        names = [f"{i:03}" for i in range(120)]
        for name in reversed(names):
            store.put(article, name)
        assert [row[0] for row in store.query("SELECT article FROM articles ORDER BY article")] == names
        assert sum(1 for _ in store.articles()) == 120


class TestSearch:
    @pytest.fixture
    def filled(self, store: Store, nlp: nqtext.Pipeline) -> Store:
        store.put(nlp(TEXT, id="a", metadata={"title": "Đô thị"}))
        store.put(nlp("Bác Ninh kể chuyện đổ thị phi.\nUBND tỉnh Đắk Lắk ban hành 06/NQ-CP.", id="b"))
        store.put(nlp("To\u0302\u0309 chu\u031b\u0301c ho\u0323p ve\u0302\u0300 hoà bình.", id="c"))
        return store

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("bac ninh", "ab"),
            ("Bắc Ninh", "a"),
            ("BÁC NINH", "b"),
            ("đô thị", "a"),
            ("do thi", "ab"),
            ('"đô thị hóa"', "a"),
            ('"đô thị hoá"', "a"),
            ('"thi do"', ""),
            ("uỷ ban", "a"),
            ("ủy ban", "a"),
            ("dak lak", "b"),
            ("06-NQ/TW", "a"),
            ("06-NQ*", "ab"),
            ("quy*", "ac"),
            ("tổ chức họp", "c"),
            ("to chuc", "c"),
            ("hòa bình", "c"),
            ('") OR (', ""),
            ("NOT", ""),
            ("họp\x00", "ac"),
        ],
    )
    def test_words_with_and_without_diacritics(self, filled: Store, query: str, found: str) -> None:
        if query == "quy*":  # "quyết" and "quy hoạch", both in the first
            found = "a"
        assert "".join(sorted({hit.article for hit in filled.search(query)})) == found

    def test_a_hit_says_where(self, filled: Store) -> None:
        (hit,) = filled.search("khan truong", label="directive")
        assert (hit.article, hit.title, hit.paragraph, hit.label) == ("a", "Đô thị", 2, "directive")
        assert filled.search("khan truong", label="goal") == []
        assert len(filled.search("nghi quyet", limit=1)) == 1
        assert "khẩn trương" in excerpt(hit.text, "khan truong", 40)

    @pytest.mark.parametrize("query", ["", "  ", '""', "*", "- / ,"])
    def test_a_query_needs_a_word(self, filled: Store, query: str) -> None:
        with pytest.raises(ConfigurationError, match="no word"):
            filled.search(query)

    def test_furniture_is_not_found(self, store: Store, nlp: nqtext.Pipeline) -> None:
        menu = "Giới thiệu đơn vị"
        store.put(nlp(Source(f"{menu}\n{TEXT}", furniture=((0, len(menu)),)), id="a"))
        assert store.search("gioi thieu") == []
        assert len(store.search("bac ninh")) == 1

    def test_the_index_can_be_made_anew(self, filled: Store, nlp: nqtext.Pipeline) -> None:
        assert len(filled.search("bac ninh")) == 2
        filled.put(nlp("Quy hoạch.", id="a"))
        before = filled.query("SELECT count(*) FROM search_docsize")[0][0]
        filled.reindex()
        assert filled.query("SELECT count(*) FROM search_docsize")[0][0] < before
        assert [hit.article for hit in filled.search("dak lak")] == ["b"]
        assert filled.search("bac ninh")[0].article == "b"

    def test_what_was_stored_a_moment_ago_is_found(
        self, nlp: nqtext.Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("nqtext.corpus.store._INDEXED_TOGETHER", 3)

        def indexed(reader: Reader) -> int:
            return int(reader.query("SELECT count(DISTINCT id) FROM search_docsize")[0][0])

        with Store(tmp_path / "corpus.db") as store, Reader(tmp_path / "corpus.db") as reader:
            for i in range(1, 6):
                store.put(nlp(f"Tỉnh họp lần {i}.", id=str(i)))
                assert indexed(reader) == i // 3 * 3
                assert sorted(hit.article for hit in reader.search("tinh")) == [
                    str(n) for n in range(1, i + 1)
                ]
            store.put(nlp("Bộ họp.", id="5"))
            assert [hit.article for hit in reader.search("tỉnh", limit=9)] == ["1", "2", "3", "4"]
        with Reader(tmp_path / "corpus.db") as reader:
            assert indexed(reader) == 5  # what was replaced in time never was
            assert [hit.article for hit in reader.search("bo hop")] == ["5"]

    def test_folding(self) -> None:
        assert plain("ĐƯỜNG Ở Huế, hoà/hòa") == "duong o hue, hoa/hoa"
        assert match_expression('a"b c') == 'plain : "a" AND plain : "b c"'


class TestRuns:
    def test_only_what_is_new_or_changed_is_tagged(
        self, store: Store, nlp: nqtext.Pipeline, tmp_path: Path
    ) -> None:
        inbox = tmp_path / "inbox"
        inbox.mkdir()
        for name in "abc":
            (inbox / f"{name}.txt").write_text(f"Tỉnh {name} họp.", encoding="utf-8")

        def run(**options: Any) -> tuple[int, int, int, int]:
            files = [FileInput(path) for path in files_in([str(inbox)])]
            done = tag(store, files, nlp, **options)
            assert done.state == "done"
            return done.tagged, done.skipped, done.failed, done.failed_before

        assert run() == (3, 0, 0, 0)
        assert run() == (0, 3, 0, 0)
        (inbox / "a.txt").write_text("Tỉnh a đã họp xong.", encoding="utf-8")
        (inbox / "d.txt").write_bytes(bytes(range(256)) * 20)
        assert run() == (1, 2, 1, 0)
        assert store.article(str(inbox / "a.txt")).text == "Tỉnh a đã họp xong."
        assert run() == (0, 3, 0, 1)
        assert run(retry=True) == (0, 3, 1, 0)
        (failure,) = store.failures()
        assert (failure.article, failure.error, failure.attempts) == (str(inbox / "d.txt"), "ReadError", 2)
        (inbox / "d.txt").write_text("Sửa rồi.", encoding="utf-8")
        assert run() == (1, 3, 0, 0)
        assert store.failures() == []
        assert run(settings={"min_score": 0.5}) == (4, 0, 0, 0)
        assert [run["tagged"] for run in store.status().runs] == [4, 1, 0, 0, 1]

    def test_an_article_that_fails_later_stays(
        self, store: Store, nlp: nqtext.Pipeline, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.txt"
        path.write_text("Tỉnh họp.", encoding="utf-8")
        tag(store, [FileInput(str(path))], nlp)
        path.write_bytes(bytes(range(256)) * 20)
        assert tag(store, [FileInput(str(path))], nlp).failed == 1
        assert store.article(str(path)).text == "Tỉnh họp."

    def test_an_interrupt_at_the_worst_moment_leaves_no_transaction_open(
        self, store: Store, nlp: nqtext.Pipeline
    ) -> None:
        store._connection.execute("BEGIN IMMEDIATE")  # the body of the transaction was never reached
        store.put(nlp(TEXT), "a")
        assert not store._connection.in_transaction
        assert "a" in store

    def test_sources_of_any_origin(self, store: Store, nlp: nqtext.Pipeline) -> None:
        sources = [Source("Tỉnh họp.", id="x"), Source("Bộ họp.", id="y")]
        assert tag(store, sources, nlp).tagged == 2
        assert tag(store, iter(sources), nlp).skipped == 2
        with pytest.raises(ConfigurationError, match="id"):
            tag(store, [Source("Không tên.")], nlp)

    def test_stop_at_the_first_failure(self, store: Store, nlp: nqtext.Pipeline, tmp_path: Path) -> None:
        files = [FileInput(str(tmp_path / f"{i}.txt")) for i in range(3)]
        done = tag(store, files, nlp, fail_fast=True)
        assert (done.failed, done.state) == (1, "stopped")
        assert done.to_dict()["failures"][0]["error"] == "ReadError"
        assert store.status().runs[0]["state"] == "stopped"

    def test_processes_store_the_same(self, nlp: nqtext.Pipeline, tmp_path: Path) -> None:
        sources = [Source(f"{TEXT}\nPhiên họp {i}.", id=str(i)) for i in range(70)]
        kept = []
        for n in (1, 2):
            with Store(tmp_path / f"{n}.db") as store:
                assert tag(store, sources, nlp, n_process=n).tagged == 70
                kept.append([article.to_json() for article in store.articles()])
        assert kept[0] == kept[1]

    def test_retag_when_the_models_change(self, store: Store, nlp: nqtext.Pipeline) -> None:
        menu = "Trang chủ | Liên hệ"
        source = Source(f"{menu}\n{TEXT}", furniture=((0, len(menu)),), id="a")
        tag(store, [source, Source("Bộ họp.", id="b")], nlp)
        assert retag(store, nlp).tagged == 0
        other = nqtext.load(segmenter="nqtext")
        assert retag(store, other).tagged == 2
        assert store.article("a") == other(source)
        assert dict(store.status().makings) == {making_of(other): 2}
        assert tag(store, [source], other).skipped == 1
        assert len(store.search("bac ninh")) == 1

    def test_a_file_that_changes_while_it_is_hashed_is_tried_again(
        self, store: Store, nlp: nqtext.Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "a.txt"
        file.write_text("Tỉnh họp.", encoding="utf-8")
        real = open

        def late(path: Any, *mode: Any, **more: Any) -> Any:
            monkeypatch.setattr("builtins.open", real)
            file.write_text("Tỉnh họp lần thứ hai.", encoding="utf-8")
            return real(path, *mode, **more)

        monkeypatch.setattr("builtins.open", late)
        first = tag(store, [FileInput(str(file))], nlp)
        assert "changed while it was read" in first.failures[0]["reason"]
        assert tag(store, [FileInput(str(file))], nlp).tagged == 1
        assert store.article(str(file)).text == "Tỉnh họp lần thứ hai."

    def test_a_file_that_changes_while_it_is_read(
        self, store: Store, nlp: nqtext.Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import nqtext.reading

        path = tmp_path / "a.txt"
        path.write_text("Bản đầu.", encoding="utf-8")
        read = nqtext.reading.read

        def slow(*args: Any, **options: Any) -> Source:
            source = read(*args, **options)
            path.write_text("Bản sau.", encoding="utf-8")
            return source

        monkeypatch.setattr("nqtext.reading.read", slow)
        assert tag(store, [FileInput(str(path))], nlp).failed == 1
        assert "changed while it was read" in store.failures()[0].reason
        monkeypatch.undo()
        assert tag(store, [FileInput(str(path))], nlp).tagged == 1
        assert store.article(str(path)).text == "Bản sau."
        assert store.failures() == []


class TestFile:
    def test_another_layout_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "corpus.db"
        Store(path).close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 7")
        connection.close()
        for opener in (Store, Reader):
            with pytest.raises(
                StoreVersionError, match=f"layout 7, this nqtext reads and writes layout {LAYOUT}"
            ):
                opener(path)

    def test_a_database_of_others_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "other.db"
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE mine (x)")
        connection.close()
        before = path.read_bytes()
        with pytest.raises(StoreError, match="no nqtext store"):
            Store(path)
        assert path.read_bytes() == before

    def test_what_is_no_database(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("Không phải kho." * 100, encoding="utf-8")
        with pytest.raises(StoreError, match="no intact SQLite file"):
            Store(path)
        with pytest.raises(StoreError, match="there is no such store"):
            Reader(tmp_path / "missing.db")
        with pytest.raises(StoreError, match="writable"):
            Store(tmp_path / "no" / "folder.db")

    def test_a_damaged_record_is_told(self, store: Store, nlp: nqtext.Pipeline) -> None:
        store.put(nlp(TEXT, id="a"))
        store.query("UPDATE articles SET rest = x'00'")
        with pytest.raises(StoreError, match="'a' is damaged"):
            store.article("a")

    def test_two_that_make_and_fill_a_store_at_once(self, tmp_path: Path, nlp: nqtext.Pipeline) -> None:
        article = nlp(TEXT)
        errors: list[BaseException] = []

        def fill(name: str) -> None:
            try:
                with Store(tmp_path / "corpus.db") as mine:
                    for i in range(30):
                        mine.put(article, f"{name}{i}")
                        mine.put(article, "both", "content", "making")
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=fill, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        with Reader(tmp_path / "corpus.db") as store:
            assert len(store) == 121
            assert store.query("PRAGMA integrity_check") == [("ok",)]
            assert store.article("both") == article

    def test_the_columns_are_those_that_are_documented(self, store: Store) -> None:
        for name in ("paragraphs", "sentences", "mentions", "referents", "dates", "documents", "officials"):
            there = [row[1] for row in store.query(f"PRAGMA table_info({name})")]
            named = [column.name for column in TABLES[name].columns]
            assert [column for column in there if column not in ("id", "article")] == named
        there = [row[1] for row in store.query("PRAGMA table_info(articles)")]
        assert there[2 : 2 + len(METADATA)] == list(METADATA)
