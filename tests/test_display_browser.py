"""A report in a real browser: no text leaves its box, at the width of a phone and of a desk."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from nqtext.article import Article
from nqtext.display import html_fragment, html_page
from nqtext.records import Reason
from tests.test_display import MEETING, build

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")

#: Measures each page in a frame of each width: what reaches out of the frame, or out of its own box.
HARNESS = """<!DOCTYPE html><meta charset="utf-8"><body>%s<pre id="out"></pre><script>
onload = () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, width = frame.clientWidth;
    for (const e of page.querySelectorAll("body *")) {
      const box = e.getBoundingClientRect(), block = page.defaultView.getComputedStyle(e).display !== "inline";
      if (box.right > width + 1 || box.left < -1 || (block && e.scrollWidth > e.clientWidth + 1))
        found.push([width, e.tagName, e.className, e.textContent.slice(0, 40)]);
    }
    found.push([width, "height", "", String(page.body.scrollHeight)]);
  }
  document.getElementById("out").textContent = JSON.stringify(found);
};
</script>"""

LONG = "a" * 300


def hard() -> Article:
    """What has ever broken a page: long words, decomposed letters, wide letters, labels of one's own."""
    nfd = unicodedata.normalize("NFD", "Nghị quyết phát triển đô thị bền vững của Ủy ban nhân dân tỉnh " * 4)
    lines = [
        "Trang chủ",
        LONG,
        nfd,
        f"Xem https://vi.example/{'duong-dan/' * 30}",
        f"Giao {LONG} họp",
        "漢字" * 100,
        "ế\u0323" * 200,
        "=" * 200,
    ]
    article = build(
        "\n".join(lines),
        labels={1: "goal", 2: "task", 3: "directive", 5: None},
        entities=[
            (LONG, "ORGANIZATION", LONG, "organization:long", {}),
            (nfd[40:200].strip(), "DOCUMENT", nfd, "document:" + "x" * 200, {"subject": LONG}),
            ("duong-dan/" * 30, "A_LABEL_OF_ONES_OWN_" * 5, LONG, None, {}),
        ],
        furniture=(0,),
        headings=(2,),
        reasons={1: (Reason(LONG, 1.0),), 3: (Reason(nfd, 1.0),)},
        also={3: ("goal", "w" * 80)},
        metadata={"title": LONG, "published": "sáng thứ bảy, " * 9, "url": f"https://{LONG}"},
        id=f"/{LONG}/họp.txt",
    )
    own = "a_label_of_ones_own_" * 4
    labels = tuple(own if label == "other" else label for label in article.labels)
    decided = tuple(own if label == "other" else label for label in article.decided)
    return replace(article, labels=labels, decided=decided)


def measure(pages: list[str], widths: tuple[int, ...], folder: Path) -> list[list[object]]:
    frames = "".join(
        f'<iframe style="width:{width}px;height:900px;border:0" srcdoc="{html.escape(page)}"></iframe>'
        for page in pages
        for width in widths
    )
    harness = folder / "harness.html"
    harness.write_text(HARNESS % frames, encoding="utf-8", errors="replace")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    assert CHROMIUM is not None
    done = subprocess.run(
        [CHROMIUM, *options, "--virtual-time-budget=10000", "--dump-dom", harness.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
    )
    match = re.search(r'<pre id="out">(.+?)</pre>', done.stdout, re.DOTALL)
    assert match, done.stderr[-2000:]
    found: list[list[object]] = json.loads(html.unescape(match[1]))
    return found


def test_the_measure_finds_what_sticks_out(tmp_path: Path) -> None:
    page = html_page([hard()]).replace("overflow-wrap: anywhere", "overflow-wrap: normal")
    assert len(measure([page], (390,), tmp_path)) > 5


def test_no_text_leaves_its_box(tmp_path: Path) -> None:
    article = hard()
    pages = [
        html_page([article]),
        html_page([article, MEETING, build("Họp", id="x")]),
        html_fragment(article),
    ]
    found = measure(pages, (390, 1280), tmp_path)
    heights = [int(str(row[3])) for row in found if row[1] == "height"]
    assert len(heights) == 6
    assert min(heights) > 500
    assert [row for row in found if row[1] != "height"] == []
