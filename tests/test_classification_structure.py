"""What is found for a whole batch at once is what one finds who walks down each article line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nqtext.classification.appearance import note_entities
from nqtext.classification.encoding import _merged
from nqtext.classification.inventory import NAMES, NUMBERS, Having, numbers
from nqtext.classification.sections import announcements, note_sections, telling
from nqtext.classification.signals import SECTIONS
from nqtext.classification.speakers import find_speech, note_voices
from nqtext.classification.structure import VIEW, Content, genres, views
from nqtext.entities import Candidate
from nqtext.records import Block
from tests.contexts import context_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LINES = (
    "I. Mục tiêu",
    "Nhiệm vụ gồm:",
    "- giảm nghèo;",
    "Tỉnh họp.",
    "a) Tổ chức thực hiện",
    "như sau:",
    "x",
)
ARTICLES = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(LINES),
            st.sampled_from(("heading", "item", "text")),
            st.sampled_from((None, "1", "-")),
            st.integers(0, 3),
            st.booleans(),
        ),
        max_size=12,
    ),
    min_size=1,
    max_size=4,
)
Article = list[tuple[str, str, "str | None", int, bool]]


class Batch:
    """A batch of drawn articles as the features read it."""

    def __init__(self, drawn: list[Article]) -> None:
        self.lines = [line for article in drawn for line, *_ in article]
        self.blocks = [
            Block(kind, number, at - back if 0 < back <= at else -1, furniture)
            for article in drawn
            for at, (_, kind, number, back, furniture) in enumerate(article)
        ]
        self.article = np.repeat(np.arange(len(drawn)), [len(article) for article in drawn])
        firsts = np.cumsum([0, *map(len, drawn)])[:-1]
        above = np.array([block.heading for block in self.blocks], dtype=np.int64)
        self.headings = np.where(above >= 0, above + firsts[self.article], -1)
        self.content = Content.of(self.blocks, self.article)
        self.sections = announcements([line.lower() for line in self.lines], self.blocks)
        self.views = views(self.lines, self.blocks, self.headings, telling(self.sections), self.content)

    def walks(self) -> list[list[int]]:
        """For each article its paragraphs that are no page furniture."""
        own = [(i, a) for i, a in enumerate(self.article.tolist()) if not self.blocks[i].furniture]
        return [
            [i for i, a in own if a == article] for article in range(int(self.article.max(initial=-1)) + 1)
        ]


@given(ARTICLES)
def test_views_are_those_of_a_walk_down_the_article(drawn: list[Article]) -> None:
    batch = Batch(drawn)
    seen = np.full(batch.views.shape, -1)
    seen[:, 0] = np.arange(len(seen))
    seen[:, VIEW["lead-in"]] = batch.views[:, VIEW["lead-in"]]
    for walk in batch.walks():
        opener = -1
        for at, i in enumerate(walk):
            for view, other in (
                ("before", at - 1),
                ("before2", at - 2),
                ("after", at + 1),
                ("after2", at + 2),
            ):
                seen[i, VIEW[view]] = walk[other] if 0 <= other < len(walk) else -1
            heading = batch.headings[i]
            seen[i, VIEW["heading"]] = heading
            seen[i, VIEW["above"]] = batch.headings[heading] if heading >= 0 else -1
            seen[i, VIEW["title"]] = walk[0] if at > 1 else -1
            seen[i, VIEW["opener"]] = opener
            if telling(batch.sections[i : i + 1])[0]:
                opener = i
    assert batch.views.tolist() == seen.tolist()


@given(ARTICLES)
def test_a_list_is_opened_by_the_first_line_that_ends_in_a_colon(drawn: list[Article]) -> None:
    batch = Batch([[(*line[:2], None, *line[3:]) for line in article] for article in drawn])
    for walk in batch.walks():
        opener = -1
        for i in walk:
            line = batch.lines[i]
            opener = opener if line[0] in "(-" or line[0].islower() or line[-1] == ";" else -1
            assert batch.views[i, VIEW["lead-in"]] == opener
            if line.endswith(":") and opener < 0:
                opener = i


def test_a_list_goes_on_where_its_numbering_does() -> None:
    article: Article = [
        ("Thủ tướng yêu cầu:", "text", None, 0, False),
        ("1. Bộ Y tế", "item", "1", 0, False),
        ("Mua thêm thuốc.", "text", None, 0, False),
        ("2. Bộ Công an:", "item", "2", 0, False),
        ("a) Giữ trật tự;", "item", "a", 0, False),
        ("3. Bộ Quốc phòng", "item", "3", 0, False),
        ("- Cử bộ đội;", "item", "-", 0, False),
        ("Tin khác.", "text", None, 0, False),
        ("1. Một", "item", "1", 0, False),
        ("Chuyện khác.", "text", None, 0, False),
        ("4. Bốn", "item", "4", 0, False),
    ]
    batch = Batch([article, article[1:5]])
    assert batch.views[:, VIEW["lead-in"]].tolist() == [-1, 0, -1, 0, 3, 0, 0, -1, -1, -1, -1, -1, -1, -1, 13]


@given(ARTICLES)
def test_what_stands_above_is_noted_as_in_a_walk_up_the_headings(drawn: list[Article]) -> None:
    batch = Batch(drawn)
    noted, nearest = note_sections(batch.sections, batch.headings, batch.blocks, batch.content, batch.views)
    names = [section.name for section in SECTIONS]
    found: list[set[str]] = [set() for _ in batch.lines]
    for owners, signals in noted:
        for i, signal in zip(owners.tolist(), signals.tolist(), strict=True):
            found[i].add(NAMES[signal])
    for walk in batch.walks():
        latest, age = "", 0
        for i in walk:
            path = []
            opened = max(
                int(batch.views[i, VIEW["lead-in"]]), int(batch.views[i, VIEW["opener"]]) if age <= 1 else -1
            )
            at = int(batch.headings[i])
            if opened > at and 0 <= batch.sections[opened] < len(names):
                path.append(names[batch.sections[opened]])
            while at >= 0 and len(path) < 6:
                if 0 <= batch.sections[at] < len(names):
                    path.append(names[batch.sections[at]])
                at = int(batch.headings[at])
            assert {name for name in found[i] if name.startswith("under:")} == {f"under:{n}" for n in path}
            assert "path:" + "/".join(path[:2]) in found[i]
            assert (f"latest:{latest}" in found[i]) == bool(latest)
            assert (f"just:{latest}" in found[i]) == bool(latest and age <= 3)
            expected = f"under:{path[0]}" if path else f"latest:{latest}" if latest and age <= 12 else ""
            assert (NAMES[nearest[i]] if nearest[i] >= 0 else "") == expected
            age += 1
            if telling(batch.sections[i : i + 1])[0]:
                latest, age = names[batch.sections[i]], 0


SIGNS = ("citizen_says", "leader_says", "decided", "kind:heading", "event", "photo")


@given(ARTICLES, st.data())
def test_voices_carry_until_somebody_else_speaks(drawn: list[Article], data: st.DataObject) -> None:
    batch = Batch(drawn)
    signs = data.draw(
        st.lists(
            st.sets(st.sampled_from(SIGNS), max_size=2), min_size=len(batch.lines), max_size=len(batch.lines)
        )
    )
    pairs = [(i, NUMBERS[sign]) for i, own in enumerate(signs) for sign in sorted(own)]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    having = Having([(table[:, 0], table[:, 1])], len(batch.lines))
    found = [""] * len(batch.lines)
    for owners, signals in note_voices(having, batch.content):
        for i, signal in zip(owners.tolist(), signals.tolist(), strict=True):
            found[i] = NAMES[signal]
    for walk in batch.walks():
        voice, age = "", 0
        for i in walk:
            own = next((v for v, sign in (("citizen", SIGNS[0]), ("high", SIGNS[1])) if sign in signs[i]), "")
            own = own or ("document" if "decided" in signs[i] else "")
            if "photo" in signs[i]:
                assert found[i] == ""
            elif own:
                assert found[i] == f"voice:{own}"
                voice, age = own, 0
            elif signs[i] & {"kind:heading", "event"}:
                voice = ""
                assert found[i] == ""
            else:
                age += 1
                assert found[i] == (f"voice on:{voice}" if voice and age <= 6 else "")


SPEECH_SIGNS = ("speaker_command", "goes_on", "event", "document_says", "photo", "must")


@given(ARTICLES, st.data())
def test_speeches_go_on_within_their_article(drawn: list[Article], data: st.DataObject) -> None:
    batch = Batch(drawn)
    count = len(batch.lines)
    signs = data.draw(
        st.lists(st.sets(st.sampled_from(SPEECH_SIGNS), max_size=2), min_size=count, max_size=count)
    )
    lines = [line + '"' * data.draw(st.integers(0, 2)) for line in batch.lines]
    pairs = [(i, NUMBERS[sign]) for i, own in enumerate(signs) for sign in sorted(own)]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    having = Having([(table[:, 0], table[:, 1])], count)
    inside, speech, openers = find_speech(having, lines, batch.content)
    expected, expected_openers, quoted = [""] * count, [-1] * count, []
    for walk in batch.walks():
        distance = opener = -1
        open_quote = False
        for i in walk:
            if open_quote:
                quoted.append(i)
            open_quote ^= lines[i].count('"') % 2 == 1
            if "photo" in signs[i]:
                continue
            told = "document_says" in signs[i] and not signs[i] & {"goes_on", "speaker_command"}
            if distance >= 0 and (told or "event" in signs[i]):
                distance = -1
            if distance >= 0:
                expected_openers[i] = opener
                if signs[i] & {"goes_on", "must"}:
                    expected[i] = "speech:next" if distance == 0 else "speech:on"
                elif distance <= 2:
                    expected[i] = "speech:maybe"
            if "speaker_command" in signs[i]:
                distance, opener = 0, i
            elif distance >= 0:
                distance = distance + 1 if distance < 12 else -1
    assert inside.tolist() == sorted(quoted)
    assert [NAMES[signal] if signal >= 0 else "" for signal in speech.tolist()] == expected
    assert openers.tolist() == expected_openers


def test_a_speech_does_not_go_on_for_ever() -> None:
    batch = Batch([[("Tin.", "text", None, 0, False)] * 20])
    having = Having([(np.array([0]), np.array([NUMBERS["speaker_command"]]))], 20)
    _, _, openers = find_speech(having, batch.lines, batch.content)
    assert openers.tolist() == [-1] + [0] * 13 + [-1] * 6


def test_entities_are_noted_where_they_stand() -> None:
    contexts = [
        context_of("Bộ Y tế\nHôm nay, tại Huế, Bộ Y tế, Bộ Công an và Bộ Nội vụ họp."),
        context_of("Tin."),
    ]
    spans = [(-3, -1), (0, 7), (26, 33), (35, 45), (49, 58)]
    mentions = [Candidate(start, end, "ORGANIZATION", "") for start, end in spans]
    mentions.append(Candidate(21, 24, "LOCATION", ""))
    lines = [line for context in contexts for line in context.text.split("\n")]
    batch = [(contexts[1], [Candidate(-3, -1, "DATE", "")]), (contexts[0], mentions)]
    found: dict[int, set[str]] = {}
    for owners, signals in note_entities(batch, [lines[2], lines[0], lines[1]], [0, 1]):
        for i, signal in zip(owners.tolist(), signals.tolist(), strict=True):
            found.setdefault(i, set()).add(NAMES[signal])
    assert found == {
        1: {"names:ORGANIZATION", "opens with:ORGANIZATION", "whole:ORGANIZATION"},
        2: {"names:ORGANIZATION", "names many:ORGANIZATION", "names:LOCATION"},
    }


def test_genres_are_told_by_layout() -> None:
    law: Article = [("x", "clause", "1", 0, False), ("x", "text", None, 0, False)]
    plan: Article = [("x", "item", "1", 0, False), ("x", "text", None, 0, False)]
    news: Article = [("x", "text", None, 0, False)] * 7
    mixed: Article = [*news[:4], ("x", "heading", None, 0, False)]
    batch = Batch([law, plan, news, mixed, []])
    found = genres(batch.blocks, batch.content, 5)
    assert [NAMES[signal] for signal in found.tolist()] == [
        f"genre:{name}" for name in ("law", "plan", "news", "mixed", "news")
    ]


def test_a_list_is_not_resumed_from_afar_or_behind_another_heading() -> None:
    opening: Article = [
        ("Thủ tướng yêu cầu:", "text", None, 0, False),
        ("1. Bộ Y tế", "item", "1", 0, False),
        ("2. Bộ Công an", "item", "2", 0, False),
    ]
    plain: Article = [("Tin.", "text", None, 0, False)]
    third: Article = [("3. Bão số 3", "item", "3", 0, False)]
    chapter: Article = [("II. Tình hình", "heading", "II", 0, False)]
    batch = Batch(
        [
            [*opening, *plain * 3, *third],
            [*opening, *plain * 30, *third],
            [*opening, *chapter, *plain, *third],
        ]
    )
    assert [batch.views[i, VIEW["lead-in"]] for i in (6, 40, 46)] == [0, -1, -1]


def test_numbers_are_those_of_the_names() -> None:
    assert len(NUMBERS) == len(NAMES)
    assert [NAMES[i] for i in numbers("kind:", ("heading", "text"))] == ["kind:heading", "kind:text"]


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=9), min_size=1, max_size=4)
)
def test_merged_entries_stand_by_paragraph_in_the_order_given(parts: list[list[tuple[int, int]]]) -> None:
    lists: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for part in parts:
        table = np.array(sorted(part, key=lambda entry: entry[0]), dtype=np.int64).reshape(-1, 2)
        lists.append((table[:, 0], table[:, 1]))
    owners, ids, starts = _merged(lists, 5)
    expected = [(p, int(n)) for p in range(5) for own, of in lists for n in of[own == p]]
    assert list(zip(owners.tolist(), ids.tolist(), strict=True)) == expected
    assert starts.tolist() == [sum(p < q for p, _ in expected) for q in range(5)]
