"""An article to look at: as HTML for a page or a notebook, as text for a terminal.

Both show the same things in the same order: what is known about the article, each paragraph with
its label, entities marked inside the text, the strongest reasons, the documents and officials named.
Colour never carries meaning alone: every label also stands there in letters.
"""

from __future__ import annotations

from nqtext.display.html import html_fragment, html_page
from nqtext.display.terminal import text_report
from nqtext.display.tones import TONES, Tone

__all__ = ["TONES", "Tone", "html_fragment", "html_page", "text_report"]
