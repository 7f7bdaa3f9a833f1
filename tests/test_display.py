"""The renderings of an article, on articles made by hand so that no model decides what is tested."""

from __future__ import annotations

import re
import time
import unicodedata
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from rich.cells import cell_len

from nqtext.article import Article
from nqtext.display import TONES, html_fragment, html_page, text_report
from nqtext.display.tones import PLAIN
from nqtext.records import (
    ENTITY_LABELS,
    PARAGRAPH_LABELS,
    Block,
    FrozenDict,
    Issue,
    Mention,
    Reason,
    Referent,
)
from nqtext.tokens import Tokens
from nqtext.unicode import LINE_BREAK
from tests.strategies import texts

ANSI = re.compile("\x1b\\[[0-9;]*m")


def build(
    text: str,
    labels: dict[int, str | None] | None = None,
    entities: list[tuple[str, str, str, str | None, dict[str, Any]]] | None = None,
    furniture: tuple[int, ...] = (),
    headings: tuple[int, ...] = (),
    reasons: dict[int, tuple[Reason, ...]] | None = None,
    also: dict[int, tuple[str, ...]] | None = None,
    metadata: dict[str, Any] | None = None,
    id: str | None = None,
    issues: tuple[Issue, ...] = (),
) -> Article:
    """An article by hand: entities are (text, label, norm, link, attributes) in order of the text."""
    spans, at = [], 0
    for start, end in [*(match.span() for match in LINE_BREAK.finditer(text)), (len(text), len(text))]:
        if text[at:start].strip():
            spans.append((at, start))
        at = end
    n = len(spans)
    decided = tuple((labels or {}).get(i, "other") for i in range(n))
    scores = np.full((n, 4), 0.02)
    for i, label in enumerate(decided):
        scores[i, PARAGRAPH_LABELS.index(label or "other")] = 0.94
    mentions, at = [], 0
    for piece, label, norm, link, attributes in entities or []:
        start = text.index(piece, at)
        at = start + len(piece)
        given_attributes = FrozenDict.of_label(label, attributes)
        mentions.append(Mention(start, at, piece, label, norm, given_attributes, link, "name", "rules/test"))
    chains: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.link is not None:
            chains.setdefault(mention.link, []).append(mention)
    array = np.array(spans, dtype=np.int32).reshape(-1, 2)
    return Article(
        text=text,
        id=id,
        metadata=FrozenDict(metadata),
        paragraph_spans=array,
        blocks=tuple(
            Block("heading" if i in headings else "text", furniture=i in furniture) for i in range(n)
        ),
        sentence_spans=array,
        tokens=Tokens(text, array),
        entities=tuple(mentions),
        anaphora=(),
        referents=tuple(
            Referent(link, chain[0].label, chain[0].norm, chain[0].attributes, tuple(chain))
            for link, chain in chains.items()
        ),
        labels=PARAGRAPH_LABELS,
        scores=scores,
        decided=decided,
        also=tuple((also or {}).get(i, ()) for i in range(n)),
        evidence=tuple((reasons or {}).get(i, ()) for i in range(n)),
        issues=issues,
        versions=FrozenDict({"nqtext": "1"}),
    )


MEETING = build(
    "Trang chủ\nLiên hệ\n\nTỉnh họp về đô thị\n"
    "Phấn đấu đến năm 2030, tỷ lệ đô thị hóa đạt 60% theo Nghị quyết số 06-NQ/TW.\n"
    "Phó Chủ tịch Trần Thị Ví Dụ yêu cầu các sở thực hiện Nghị quyết 06-NQ/TW.\nBản quyền\n",
    labels={3: "goal", 4: "directive"},
    entities=[
        ("năm 2030", "DATE", "2030", None, {}),
        (
            "Nghị quyết số 06-NQ/TW",
            "DOCUMENT",
            "Nghị quyết số 06-NQ/TW",
            "document:06-nq-tw",
            {"issuer": "Bộ Chính trị", "date": "2022-01-24", "ambiguous": False},
        ),
        (
            "Phó Chủ tịch Trần Thị Ví Dụ",
            "OFFICIAL",
            "Trần Thị Ví Dụ",
            "official:tran-thi-vi-du",
            {"titles": [{"title": "Phó Chủ tịch", "organization": "Ủy ban nhân dân tỉnh"}], "acting": True},
        ),
        ("Nghị quyết 06-NQ/TW", "DOCUMENT", "Nghị quyết số 06-NQ/TW", "document:06-nq-tw", {}),
    ],
    furniture=(0, 1, 5),
    headings=(2,),
    reasons={3: tuple(Reason(f"reason {i}", 5.0 - i) for i in range(5))},
    also={3: ("task",)},
    metadata={"title": "Tỉnh họp về đô thị", "published": "2025-03-14", "author": ["An", "Bình"]},
    id="họp.txt",
)


class Elements(HTMLParser):
    """What a browser sees: elements with attributes, their text, and whether all are closed."""

    VOID = frozenset({"meta"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[int] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs), []))
        if tag not in self.VOID:
            self.open.append(len(self.seen) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.seen[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for at in self.open:
            self.seen[at][2].append(data)

    def all(self, tag: str, name: str = "") -> list[tuple[dict[str, str | None], str]]:
        return [
            (attributes, "".join(text))
            for found, attributes, text in self.seen
            if found == tag and name in [*(attributes.get("class") or "").split(" "), ""]
        ]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""

    def luminance(color: str) -> float:
        channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_label_has_a_tone_with_letters_of_its_own() -> None:
    assert set(TONES) == {*PARAGRAPH_LABELS, *ENTITY_LABELS}
    assert len({look.tag for look in TONES.values()}) == len(TONES)


@pytest.mark.parametrize("label", [*TONES, "plain"])
def test_colours_have_the_contrast_that_small_text_needs(label: str) -> None:
    look = TONES.get(label, PLAIN)
    for (ink, tint), body in ((look.light, "#1c1e21"), (look.dark, "#e6e6e6")):
        assert contrast(ink, tint) >= 4.5
        assert contrast(body, tint) >= 7


class TestHtml:
    def test_paragraphs_stand_beside_their_labels(self) -> None:
        rows = Elements(html_fragment(MEETING)).all("div", "row")
        assert [text for _, text in rows if text.startswith("goal")] == [
            "goalPhấn đấu đến năm 2030, tỷ lệ đô thị hóa đạt 60% theo Nghị quyết số 06-NQ/TW."
            "0.94 · also task · reason 0 +5.0 · reason 1 +4.0 · reason 2 +3.0"
        ]

    def test_an_entity_says_label_norm_link_and_source(self) -> None:
        marks = {text: attributes for attributes, text in Elements(html_fragment(MEETING)).all("mark")}
        assert marks["Nghị quyết 06-NQ/TW"]["title"] == (
            "DOCUMENT: Nghị quyết số 06-NQ/TW\ndocument:06-nq-tw\nfound by rules/test"
        )
        assert marks["Nghị quyết 06-NQ/TW"]["data-tag"] == "doc"

    def test_furniture_is_folded_away_but_there(self) -> None:
        folded = Elements(html_fragment(MEETING)).all("details")
        assert [text for _, text in folded] == [
            "[page furniture, 2 lines]Trang chủLiên hệ",
            "[page furniture, 1 line]Bản quyền",
        ]

    def test_documents_and_officials_are_listed(self) -> None:
        items = [text for _, text in Elements(html_fragment(MEETING)).all("li")]
        assert items == [
            "Nghị quyết số 06-NQ/TW ×2 · Bộ Chính trị · dated 2022-01-24",
            "Trần Thị Ví Dụ ×1 · Phó Chủ tịch Ủy ban nhân dân tỉnh · acting",
        ]

    def test_nothing_in_an_article_becomes_markup(self) -> None:
        evil = '</p></style><script>alert(\'1\')</script>" onclick="x" & <b>'
        article = build(
            f"{evil} Bộ\nchú ý\x00\ud800",
            labels={0: "goal"},
            entities=[("Bộ", f"EVIL {evil}", evil, f"link:{evil}", {"issuer": evil, "titles": evil})],
            reasons={0: (Reason(evil, 1.0),)},
            also={0: (evil,)},
            metadata={"title": evil, "author": [evil], "url": "javascript:alert(1)"},
            id=evil,
            issues=(Issue("x", evil, 0, 1),),
        )
        for page in (html_page([article, article]), html_fragment(article)):
            page.encode("utf-8")
            elements = Elements(page)
            assert not elements.open
            assert "script" not in {tag for tag, _, _ in elements.seen}
            assert not [a for _, attributes, _ in elements.seen for a in attributes if a.startswith("on")]
            assert all(text.startswith("EVIL </p>") for _, text in elements.all("b"))
            assert f"{evil} Bộ" in [text for _, text in elements.all("p")]
            assert "chú ý\ufffd\ufffd" in [text for _, text in elements.all("p")]

    def test_a_page_needs_nothing_from_outside(self) -> None:
        page = html_page([MEETING])
        assert not re.search(r"(?:src|href)=(?!\"#)|url\(|@import", page)
        policy = [a["content"] for a, _ in Elements(page).all("meta") if "http-equiv" in a]
        assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]

    def test_a_page_of_several_articles_has_an_index(self) -> None:
        two = build("Hai", id="hai", metadata={"published": "Tháng 5"})
        elements = Elements(html_page([MEETING, build("Một"), two]))
        links = [(attributes["href"], text) for attributes, text in elements.all("a")]
        assert links[:3] == [("#a1", "Tỉnh họp về đô thị"), ("#a2", "Article 2"), ("#a3", "hai")]
        assert links[3:] == [("#index", "↑ index")] * 3
        assert [attributes["id"] for attributes, _ in elements.all("nav")] == ["index"]
        heads, *rows = [text for _, text in elements.all("tr")]
        assert heads == "ArticlePublishedgoaltaskdirectiveentities"
        assert rows == ["Tỉnh họp về đô thị2025-03-14114", "Article 2", "haiTháng 5"]
        assert [attributes["id"] for attributes, _ in elements.all("article")] == ["a1", "a2", "a3"]
        assert Elements(html_page([MEETING])).all("a") == []

    def test_the_legend_names_every_label(self) -> None:
        article = build("xe điện", entities=[("xe điện", "TOPIC", "xe điện", None, {})])
        ((_, legend),) = Elements(html_fragment(article)).all("div", "legend")
        for word in (*PARAGRAPH_LABELS, "document", "office holder", "place", "TOPIC"):
            assert word in legend

    def test_a_page_of_5000_syllables_is_below_1_mb(self) -> None:
        line = "Phấn đấu đến năm 2030, tỷ lệ đô thị hóa đạt 60% theo Nghị quyết số 06-NQ/TW. "
        words = ("năm 2030", "Nghị quyết số 06-NQ/TW")
        article = build(
            (line * 4 + "\n") * 74,
            entities=[(word, "DATE", word, f"x:{word}", {}) for _ in range(4 * 74) for word in words],
            reasons={i: (Reason("reason", 1.0),) * 5 for i in range(74)},
        )
        assert len(article.text.split()) > 5000
        assert len(html_page([article]).encode()) < 1_000_000

    def test_article_renders_itself(self, tmp_path: Any) -> None:
        assert MEETING._repr_html_() == html_fragment(MEETING)
        assert MEETING.to_html(tmp_path / "a.html") == (tmp_path / "a.html").read_text(encoding="utf-8")
        assert str(MEETING) == text_report(MEETING)

    def test_an_empty_article(self) -> None:
        assert "0 paragraphs" in html_page([build("")])
        assert text_report(build("")).startswith("0 paragraphs · 0 words · 0 entities\n")

    @given(texts)
    def test_any_text_comes_out_as_it_is(self, text: str) -> None:
        article = build(text)
        page = html_page([article])
        page.encode("utf-8")
        shown = [t for a, t in Elements(page).all("p") if not a]
        assert len(shown) == len(article.paragraphs)
        for paragraph, seen in zip(article.paragraphs, shown, strict=True):
            for c, written in zip(seen, paragraph.text.strip().replace("\r", "\n"), strict=False):
                assert c in (written, "\ufffd")


class TestText:
    def test_the_report(self) -> None:
        assert text_report(MEETING, width=60).splitlines() == [
            "Tỉnh họp về đô thị",
            "2025-03-14 · An, Bình · họp.txt",
            "6 paragraphs (1 goal, 1 directive, 4 other) · 6 words · 4",
            "entities",
            "",
            "           [page furniture, 2 lines]",
            "",
            "other      Tỉnh họp về đô thị",
            "",
            "goal       Phấn đấu đến [năm 2030]ᵈᵃᵗᵉ, tỷ lệ đô thị hóa đạt",
            "           60% theo [Nghị quyết số 06-NQ/TW]ᵈᵒᶜ.",
            "           ↳ 0.94 · also task · reason 0 +5.0",
            "",
            "directive  [Phó Chủ tịch Trần Thị Ví Dụ]ᵒᶠᶠ yêu cầu các sở",
            "           thực hiện [Nghị quyết 06-NQ/TW]ᵈᵒᶜ.",
            "",
            "           [page furniture, 1 line]",
            "",
            "Documents",
            "  - Nghị quyết số 06-NQ/TW ×2 · Bộ Chính trị · dated",
            "    2022-01-24",
            "",
            "Officials",
            "  - Trần Thị Ví Dụ ×1 · Phó Chủ tịch Ủy ban nhân dân tỉnh ·",
            "    acting",
            "",
            "nqtext 1",
        ]

    def test_colour_adds_nothing_but_colour(self) -> None:
        colored = text_report(MEETING, color=True)
        assert "\x1b[" in colored
        assert ANSI.sub("", colored) == text_report(MEETING)
        assert "\x1b" not in text_report(MEETING)

    def test_what_is_coloured(self) -> None:
        lines = text_report(MEETING, color=True).splitlines()
        assert lines[0] == "\x1b[1mTỉnh họp về đô thị\x1b[0m"
        assert "\x1b[2;3m           [page furniture, 2 lines]\x1b[0m" in lines
        (goal,) = [line for line in lines if "Phấn đấu" in line]
        assert goal.startswith(
            "\x1b[1;32mgoal       \x1b[0mPhấn đấu đến \x1b[31m[năm 2030]ᵈᵃᵗᵉ\x1b[0m, tỷ lệ"
        )

    def test_no_article_gives_orders_to_the_terminal(self) -> None:
        article = build("Họp\x1b[2J\x9b31m \u202egnourt\x07 \ud800", id="\x1b]0;x\x07")
        for color in (False, True):
            report = ANSI.sub("", text_report(article, color=color))
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]", report)
        assert "Họp␛[2J\ufffd31m gnourt␇ \ufffd" in report

    def test_decomposed_text_is_shown_composed(self) -> None:
        words = "Nghị quyết phát triển đô thị bền vững " * 8
        composed = build(words, entities=[("đô thị", "TOPIC", "đô thị", None, {})])
        decomposed = build(
            unicodedata.normalize("NFD", words),
            entities=[(unicodedata.normalize("NFD", "đô thị"), "TOPIC", "đô thị", None, {})],
        )
        assert text_report(decomposed, width=50) == text_report(composed, width=50)

    @pytest.mark.parametrize("width", [40, 41, 100])
    def test_no_line_is_wider_than_asked(self, width: int) -> None:
        article = build(
            "w" * 300 + "\nNghị quyết " * 30 + "\n漢字" * 60,
            labels={0: "goal"},
            reasons={0: (Reason("r" * 200, 1.0),)},
            metadata={"title": "t" * 90},
        )
        lines = text_report(article, width=width).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert "".join(lines).count("w") >= 300

    def test_a_paragraph_without_label_is_unsure(self) -> None:
        assert "\nunsure     Họp\n" in text_report(build("Họp", labels={0: None}))

    def test_names_without_a_referent_are_counted(self) -> None:
        article = build(
            "xe điện, Xe điện, tàu",
            entities=[
                ("xe điện", "TOPIC", "xe điện", None, {}),
                ("Xe điện", "TOPIC", "xe điện", None, {}),
                ("tàu", "TOPIC", "tàu", None, {}),
            ],
        )
        assert "\nTOPIC: xe điện ×2; tàu\n" in text_report(article)

    def test_a_title_without_a_name_is_not_said_twice(self) -> None:
        attributes = {"titles": [{"title": "Thủ tướng", "organization": None}]}
        article = build(
            "Thủ tướng", entities=[("Thủ tướng", "OFFICIAL", "Thủ tướng", "official:tt", attributes)]
        )
        assert "\n  - Thủ tướng ×1\n" in text_report(article)

    def test_the_clock_of_a_dateline(self) -> None:
        article = build("Họp", metadata={"published": "2022-05-18T12:33:00", "title": None, "url": ""})
        assert text_report(article).startswith("2022-05-18 12:33:00\n1 paragraph ")

    def test_a_long_row_of_names_is_cut(self) -> None:
        names = [f"Xã {chr(65 + i)}{chr(97 + i)}" for i in range(20)]
        article = build(", ".join(names), entities=[(n, "LOCATION", n, f"location:{n}", {}) for n in names])
        assert " ".join(text_report(article).split()).endswith("Xã Oo; and 5 more nqtext 1")

    @given(texts)
    def test_any_text_can_be_reported(self, text: str) -> None:
        report = text_report(build(text), width=60)
        report.encode("utf-8")
        assert all(cell_len(line) <= 60 for line in report.split("\n"))

    @pytest.mark.endurance
    @pytest.mark.parametrize("unit", ["(", "a ", "ế\u0301\u0323", "\u0301\u0323", "\u200b", "a\n", "w"])
    def test_the_cost_grows_with_the_text_and_no_faster(self, unit: str) -> None:
        def seconds(n: int) -> float:
            article = build(unit * n)
            begin = time.process_time()
            text_report(article)
            html_fragment(article)
            return time.process_time() - begin

        n = 20_000 // len(unit)
        assert seconds(2 * n) < 3.5 * seconds(n) + 0.5
