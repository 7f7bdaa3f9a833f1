"""Pictures of what a corpus answers: whole, readable, the same each time, told apart without colour."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.errors import ConfigurationError, MissingExtraError

pytest.importorskip("pandas")
pytest.importorskip("networkx")
matplotlib = pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def sampled(samples: list[Path]) -> nqtext.Corpus:
    return nqtext.Corpus(samples)


def verbs(corpus: nqtext.Corpus) -> dict[str, Any]:
    return {
        "counts": corpus.counts("source"),
        "counts over time": corpus.counts("month", "label", of="words"),
        "counts of long names": corpus.counts("month", "source"),
        "counts by long names": corpus.counts("label", "source"),
        "counts of mentions": corpus.counts("label", "entity", of="mentions"),
        "frequency": corpus.frequency(2),
        "keyness": corpus.where(label="directive").keyness(minimum=1),
        "kwic": corpus.kwic("tinh"),
        "collocations": corpus.collocations(minimum=2),
        "collocates": corpus.collocates("tỉnh", minimum=1),
        "named": corpus.named(),
        "citations": corpus.citations(),
        "timeline": corpus.timeline(),
        "people": corpus.network(),
        "documents": corpus.network("DOCUMENT", within="article"),
    }


def test_every_answer_has_a_picture(sampled: nqtext.Corpus) -> None:
    before = dict(matplotlib.rcParams)
    for name, table in verbs(sampled).items():
        figure = nqtext.plot(table, top=8)  # a letter without a glyph would be a warning, which fails
        assert figure._repr_png_().startswith(b"\x89PNG"), name
        drawn = figure.get_tightbbox()
        width, height = figure.get_size_inches()
        assert drawn.x0 >= 0 <= drawn.y0, name
        assert drawn.x1 <= width, name
        assert drawn.y1 <= height, name
    assert dict(matplotlib.rcParams) == before


def test_a_table_of_any_library_has_the_same_picture(sampled: nqtext.Corpus) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    articles = list(sampled.articles())
    drawn = {
        nqtext.plot(nqtext.Corpus(articles, library=library).citations())._repr_png_()
        for library in ("pandas", "polars", "pyarrow")
    }
    assert len(drawn) == 1


def test_a_picture_shows_what_is_left_of_a_table(sampled: nqtext.Corpus) -> None:
    words = sampled.frequency()
    often = words[words["articles"] >= 9]
    axes: Any = nqtext.plot(often, top=4).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == often["word"].head(4).tolist()
    assert [bar.get_width() for bar in axes.patches] == often["count"].head(4).tolist()


def test_names_of_a_network_do_not_cover_each_other(sampled: nqtext.Corpus) -> None:
    figure = nqtext.plot(sampled.network("ORGANIZATION", "DOCUMENT"), top=30)
    (axes,) = figure.axes
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) >= 15
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_vietnamese_is_drawn_as_it_is_read() -> None:
    alphabet = "ăâđêôơư áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ"
    from nqtext.corpus.exploring.pictures.canvas import readable  # imports matplotlib

    both = alphabet + alphabet.upper()
    assert readable(unicodedata.normalize("NFD", both), 300) == both
    assert readable("Tỉnh 🇻🇳\n họp") == "Tỉnh □□ họp"
    article = nqtext.analyze("Tỉnh họp.", metadata={"publisher": "Báo $x$ và $y$"})
    figure = nqtext.plot(nqtext.Corpus(article).counts("source"))
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["Báo $x$ và $y$"]


def test_a_picture_of_nothing_says_so() -> None:
    for corpus in (nqtext.Corpus([]), nqtext.Corpus([nqtext.analyze("")])):
        for table in (corpus.counts(), corpus.counts("year", "label"), corpus.frequency(), corpus.kwic("a"),
                      corpus.timeline(), corpus.named(), corpus.network()):  # fmt: skip
            assert nqtext.plot(table)._repr_png_()


def test_labels_are_told_apart_without_colour(sampled: nqtext.Corpus) -> None:
    figure = nqtext.plot(sampled.counts("year", "label"))
    looks = [
        (
            bars[0].get_hatch(),
            sum(x * w for x, w in zip(bars[0].get_facecolor(), (0.21, 0.72, 0.07), strict=False)),
        )
        for bars in figure.axes[0].containers
    ]
    assert len(looks) == 4
    for (hatch, light), (other_hatch, other_light) in combinations(looks, 2):
        assert hatch != other_hatch or abs(light - other_light) > 0.3


def test_a_table_without_a_picture_is_refused(sampled: nqtext.Corpus) -> None:
    for table in (sampled.search("tinh"), sampled.counts("year", "label", "source")):
        with pytest.raises(ConfigurationError, match="no picture"):
            nqtext.plot(table)
    with pytest.raises(TypeError, match="data frame"):
        nqtext.plot([1, 2])
    with pytest.raises(ConfigurationError, match="top"):
        nqtext.plot(sampled.counts(), top=0)


def test_the_same_network_always_looks_the_same() -> None:
    code = (
        "import nqtext, hashlib; from nqtext.corpus.exploring.network import Edge, Network, Node;"
        "names = [f'{body} {i}' for body in ('Sở', 'Tổ', 'Ủy ban', 'Ủy hội', 'Vụ') for i in range(4)];"
        "ties = tuple(Edge(a, b, 1, 0.1) for a in names for b in names if a < b and a[:-2] == b[:-2]);"
        "nodes = tuple(Node(name, 'PERSON', name, 2, 3) for name in names);"
        "print(hashlib.sha256(nqtext.plot(Network(nodes, ties))._repr_png_()).hexdigest())"
    )
    path = str(Path(nqtext.__file__).parent.parent)
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(drawn) == 1


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nqtext.corpus.exploring.plot.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"nqtext\[plot\]"):
        nqtext.plot(nqtext.Corpus([]).counts())
