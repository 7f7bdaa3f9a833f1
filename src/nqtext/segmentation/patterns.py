"""Indivisible words: what stays one word however it is punctuated.

The patterns match *folded* text (see :mod:`nqtext.unicode`): dashes are ``-``, spaces are
plain, tone placement is old style.  Each is data with an example and a counter-example, and
those are its test.  Every repetition is bounded or starts at a word's edge, so that matching
is linear on any input.

Entities build on the same patterns (:data:`DOCUMENT_NUMBER`, :data:`NUMERIC_DATE`), so that a
token never straddles the edge of a document number or a date.
"""

from __future__ import annotations

from dataclasses import dataclass

from nqtext.gazetteers import table
from nqtext.unicode import fold_key, pattern

__all__ = [
    "ATOMS",
    "CAPITAL",
    "CODE",
    "DATE_OPENINGS",
    "DOCUMENT_NUMBER",
    "DOCUMENT_OPENING",
    "LETTER",
    "MORE_CODES",
    "NUMERIC_DATE",
    "TITLE_ABBREVIATIONS",
    "UNIT",
    "Atom",
]

#: A letter, and a capital letter, of the Latin script as Vietnamese uses it.
LETTER = "[^\\W\\d_]"
CAPITAL = "[A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
#: A small letter, or a capital beyond the first 256 code points: a range up to "ỹ" takes long to compile.
_SMALL = "[^\\W\\d_A-Z\x80-ß]"

#: Marks that Unicode leaves uncomposed; they belong to the character before.
_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f]"

#: A document number without inner white space.  The parts behind the number are codes of type
#: and issuer: capitals, with the small letters of ``TTg``, ``CTr``, ``SoNNMT`` and the like.  A word
#: that a careless writer glued to the code (``TT-BTCvề``) is not part of it.
_CODE = (
    f"(?:(?:Ttg|Cp|ThU|QyĐ|SNgV)(?!{_SMALL})|[A-ZĐƯ](?:[A-ZĐƯ]{{1,15}}+|(?!{_SMALL})|(?=[a-z]{{1,2}}[A-ZĐƯ]{{2}})))"
    f"(?:(?<=TT)g(?:CP)?|(?<=T)tg|[a-zđ]{{1,2}}(?!{_SMALL}))?+"
    f"[A-ZĐƯ]{{0,10}}+(?:&[A-ZĐƯ]{{1,8}}+)?+(?:\\.[A-ZĐƯ]{{1,6}}+(?!{_SMALL})){{0,2}}+\\d{{0,3}}+"
)
_CODE_END = f"(?![\\d_&]|{CAPITAL})"
#: One code alone, whole.
CODE = _CODE + _CODE_END
#: Further codes behind a number that has some: units of a ministry, the partners of a joint circular.
MORE_CODES = f"(?:[-/]{_CODE}{_CODE_END}){{0,8}}+"
DOCUMENT_NUMBER = (
    "(?:"
    # 06-NQ/TW  57/NQ-TW  1658/QĐ-TTg  36a/NQ-CP  59/2020/QH14  156/2013/TT-BTC  1669/NQ-UBTVQH15
    f"\\d{{1,6}}+[a-zđA-E]?(?:[-/][12]\\d\\d\\d)?(?:[-/]{_CODE}{_CODE_END}){{1,9}}+"
    # NQ79  NQ06-TW
    f"|(?:NQ|CT|QĐ|NĐ|KL|TT)\\d{{1,4}}+(?:-?/?TW)?{_CODE_END}(?!{_SMALL})"
    ")(?!/)"
)

#: Day, month and year with separators: 18/5/2022, 18-5-2022, 01.10.2021; 18/5; 6/2022; 2022-05-18.
NUMERIC_DATE = (
    "(?:"
    "(?:19|20)\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])"
    "|(?:0?[1-9]|[12]\\d|3[01])(?P<separator>[/.-])(?:0?[1-9]|1[0-2])(?P=separator)(?:19|20)\\d\\d"
    "|(?:0?[1-9]|[12]\\d|3[01])/(?:0?[1-9]|1[0-2])"
    "|(?:0?[1-9]|1[0-2])/(?:19|20)\\d\\d"
    ")(?![\\w/]|[.,]\\d|-\\d(?!\\d?:))"
)

#: What opens a date, period, term or number, in lower case: words stand apart on both sides of it
#: ("hằng | năm | 2030", "trách nhiệm | nhiệm kỳ | 2020-2025", "trong | quý | III").
DATE_OPENINGS: frozenset[str] = frozenset(
    fold_key(word)
    for word in (
        "ngày, tháng, năm, năm học, mùng, khóa, thứ, số, quý, nhiệm kỳ, giai đoạn, thời kỳ, niên khóa, thế kỷ"
    ).split(", ")
)

#: The type word of a document, written with a capital: it opens a word ("Xét | Tờ trình").
DOCUMENT_OPENING = pattern(
    "(?:"
    + "|".join(sorted((row["type"].capitalize() for row in table("document_types")), key=len, reverse=True))
    + ")(?!\\w)"
)

#: Abbreviated titles and place words; their full stop never ends a sentence.
TITLE_ABBREVIATIONS = (
    "TP Tp tp TX Tx tx TT Tt GS Gs PGS TS Ts ThS Ths TSKH BS Bs BSCK KS Ks CN KTS LS Ls NSND NSƯT "
    "Nxb NXB Đ/c đ/c Mr Mrs Ms Dr St Q P H"
).split()


@dataclass(frozen=True, slots=True)
class Atom:
    """One kind of indivisible word: a pattern, what it must match whole, and what it must not."""

    name: str
    expression: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


ATOMS: tuple[Atom, ...] = (
    Atom(
        "url",
        "(?:https?://|www\\.)[^\\s<>\"']*[^\\s<>\"'.,;:!?)\\]}]",
        ("https://chinhphu.vn/nghi-quyet-06.htm", "www.mpi.gov.vn"),
        ("http", "www"),
    ),
    Atom(
        "email",
        "(?<![\\w.%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.){1,6}[A-Za-z]{2,12}(?!\\w)",
        ("banbientap@mpi.gov.vn",),
        ("@mpi", "a@b"),
    ),
    Atom(
        "domain",
        "(?<![\\w.-])(?:[A-Za-z0-9-]{1,63}\\.){1,6}(?:vn|com|org|net|gov|edu|info|asia|int)"
        "(?!\\w)(?:/[A-Za-z0-9/_.~%-]*[A-Za-z0-9/])?",
        ("Chinhphu.vn", "mpi.gov.vn"),
        ("vn", "06.2022"),
    ),
    Atom(
        "document number",
        "(?<![\\w/])" + DOCUMENT_NUMBER,
        (
            "06-NQ/TW",
            "57/NQ-TW",
            "1658/QĐ-TTg",
            "59/2020/QH14",
            "1669/NQ-UBTVQH15",
            "48/2025/NQ-HĐND",
            "36a/NQ-CP",
            "1147-QĐ/BTGDVTW",
            "282-TTr/BCSD",
            "01/2026/TT-BNV",
            "1441/BC-SoNNMT",
            "399/QĐ-BCĐ389",
            "24/2025/TT-BGD&ĐT",
            "NQ79",
        ),
        ("30/2020", "18/5/2022", "06", "TW", "100/2005/QĐ-BTCngày", "48-CT/TW-Ngày", "5-Nghị"),
    ),
    Atom(
        "date",
        "(?<![\\w/,.-])" + NUMERIC_DATE,
        ("18/5/2022", "01-10-2021", "18.5.2022", "22/6", "6/2022", "2022-05-18"),
        ("40/2022/1", "31/13/2024"),
    ),
    Atom(
        "time",
        "(?<![\\w:])(?:[01]?\\d|2[0-4])(?::[0-5]\\d){1,2}(?![\\w:])|(?<!\\w)(?:[01]?\\d|2[0-4])[hg][0-5]\\d(?!\\w)",
        ("12:33:00", "8:30", "8h30"),
        ("99:99",),
    ),
    Atom(
        "number",
        # 1.234,5  45%  15-20%  2021-2025  06/QĐ stays out (document number comes first)
        "(?<![\\w.,])[+-]?\\d++(?:[.,]\\d++)*+%?(?:[-/]\\d++(?:[.,]\\d++)*+%?)*+(?!\\w)"
        "|\\d++(?:[.,]\\d++)*+%",
        ("1.234,5", "45%", "15-20%", "2021-2025", "462,4", "24/7", "+5%"),
        ("triệu", "%"),
    ),
    Atom(
        "abbreviation",
        # GS.TS.  T.Ư  Q.H  TP.HCM  TP.  Đ/c  KT-XH  BCĐ389
        "(?<![\\w.])(?:"
        + "|".join(f"{abbreviation}\\." for abbreviation in TITLE_ABBREVIATIONS if len(abbreviation) > 1)
        + f")+(?:{CAPITAL}{{1,4}}(?!\\w))?"
        + f"|(?<![\\w.])(?:{CAPITAL}{{1,4}}\\.){{1,5}}{CAPITAL}{{1,4}}(?!\\w)"
        + "|(?<!\\w)[Đđ]/[Cc]\\.?(?!\\w)"
        + "|(?<!\\w)v\\.v\\.*"
        + f"|(?<![\\w-]){CAPITAL}{{1,8}}(?:[-&/]{CAPITAL}{{1,8}}){{1,4}}(?![\\w-])",
        ("GS.TS.", "PGS.TS.", "T.Ư", "TP.", "TP.HCM", "Đ/c", "KT-XH", "v.v.", "GD&ĐT", "Q.H"),
        ("Nội.Các", "kinh"),
    ),
    Atom(
        "hyphenated word",
        # Covid-19  e-mail  H'Mông  Ê-đê
        f"(?<!\\w){LETTER}+(?:['-](?:{LETTER}|\\d)++)++(?!\\w)|(?<!\\w)(?:\\d+(?:[.,]\\d+)*+)?\\w*\\d\\w*+",
        ("Covid-19", "COVID-19", "e-mail", "H'Mông", "51kg", "10.000m2"),
        ("kinh", "-"),
    ),
)

_PLAIN_SYLLABLE = f"(?<!\\w){LETTER}+(?![\\w.@:/&'-])"  # the commonest case first: nothing attached
_OTHER = f"\\w+|\\.{{2,}}|…+|[^\\w\\s]{_MARK}*"

#: One unit of folded text: an atom, a syllable, or a punctuation mark.  Group 1 is a plain
#: syllable, group 2 an atom; what is left is a syllable with something attached, or punctuation.
UNIT = pattern(
    f"({_PLAIN_SYLLABLE})|(" + "|".join(f"(?:{atom.expression})" for atom in ATOMS) + f")|{_OTHER}"
)
