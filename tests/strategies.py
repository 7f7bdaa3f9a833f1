"""Texts for property tests: Vietnamese-like, with everything that has ever broken an offset."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

SYLLABLES = (
    "Nghị quyết số phát triển đô thị bền vững Ủy Uỷ ban nhân dân tỉnh hòa hoà thuỷ thủy Quý quý khoẻ "
    "Bộ Kế hoạch và Đầu tư Thủ tướng Chính phủ yêu cầu Võ Văn Thưởng đồng chí ngày tháng năm khóa TP. T.Ư. GS.TS. "
    "Ðắk ðến Điều khoản mục tiêu nhiệm vụ giao Hà Nội Bắc Ninh H'Mông NGHỊ QUYẾT"
).split()
ATOMS = (
    "06-NQ/TW 57/NQ-TW 1658/QĐ-TTg 59/2020/QH14 36a/NQ-CP 18/5/2022 22/6 2030 1.234,5 45% 15-20% "
    "2021-2025 12:33:00 banbientap@mpi.gov.vn www.mpi.gov.vn Covid-19 v.v. ..."
).split()
ODD = (
    *"\n\n\n\r\u2028\u2029\x00\x0b\x1c\x85\xa0\u200b\u200b\u200d\u2060\ufeff\xad\u0301\u0323\u0302\u02bc\u2011\u2013",
    "\r\n",
    "\ud800",
    "👩\u200d💻",
    "🇻🇳",
    "İ",
    "ß",
    "\u1100\u1161\u11a8",
    "\u212b",
    "Т",
    "…",
    "“",
    "”",
    "(",
    ")",
)
GLUE = (" ", " ", " ", "  ", ", ", ". ", "; ", ": ", "\n", " - ", "", "/", "-")


@st.composite
def vietnamese(draw: st.DrawFn, max_pieces: int = 40) -> str:
    """A Vietnamese-like text, whole or in parts decomposed."""
    pieces = draw(
        st.lists(
            st.tuples(
                st.one_of(st.sampled_from(SYLLABLES), st.sampled_from(ATOMS), st.sampled_from(ODD)),
                st.sampled_from(GLUE),
                st.sampled_from(("NFC", "NFC", "NFD")),
            ),
            max_size=max_pieces,
        )
    )
    return "".join(unicodedata.normalize(form, piece) + glue for piece, glue, form in pieces)


#: Anything at all, lone surrogates included.
arbitrary = st.text(st.characters(), max_size=120)
texts = st.one_of(vietnamese(), arbitrary)
