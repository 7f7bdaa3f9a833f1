"""The sample articles: each is documented, dated, and says something that the library is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import nqtext

FOLDER = Path(__file__).parent.parent / "notebooks" / "articles"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".md")

#: What a reader sees in each: date, number (else None), and who wrote or signed it.  A byline that the library does not
#: find yet is None (the reader's letter, "Mai Chi thực hiện", the signature K'Brệp, a letter without a name).
KNOWN = {
    "ban-doc-mu-bao-hiem.txt": ("2008-01-04", None, None),
    "bao-cao-nong-thon-moi-2012.txt": ("2012-12-12", "138/BC-UBND", "Hà Minh Toại"),
    "bau-cu-phuong-2026.txt": ("2026-02-26", None, "Phương Linh"),
    "chi-thi-han-man.txt": ("2019-11-26", "47/CT-TTg", "Nguyễn Xuân Phúc"),
    "chuong-trinh-hanh-dong-giao-duc.txt": ("2014-08-20", "31-CTr/TU", "Lý Quốc Thắng"),
    "cong-dien-mua-lu.txt": ("2024-10-29", "198/CĐ-TTg", "Phạm Minh Chính"),
    "cong-van-gian-cach-2021.txt": ("2021-08-23", "10462/UBND-KGVX", None),
    "cum-gia-cam-ha-tay.txt": ("2005-11-18", None, "Đăng Khánh"),
    "don-gian-hoa-thu-tuc-2010.txt": ("2010-06-24", None, "Thùy Dương"),
    "giai-ngan-dau-tu-cong-bao.txt": ("2024-07-16", None, "Trần Mai - Quốc Bảo"),
    "gop-y-luat-dat-dai-2023.html": ("2023-01-09", None, "Nguyễn Thu Trà"),
    "hoi-nghi-tinh-uy-ha-tinh.txt": ("2023-12-19", None, "Nguyệt Ánh - Văn Bình"),
    "ke-hoach-ubnd-phu-tho.txt": ("2025-09-22", "8417/KH-UBND", "Đinh Thị Thu Hà"),
    "ke-hoach-y-te-xa-2025.txt": ("2025-10-20", "64/KH-UBND", None),
    "ket-luan-huyen-uy-tinh-gon.txt": ("2018-10-05", "214-KL/HU", "Đặng Thị Hồng Liên"),
    "nghi-quyet-06-do-thi-cong-bo.txt": ("2022-05-20", None, "Hoàng Lan"),
    "nghi-quyet-57-ben-tre-nfd.txt": ("2025-04-18", None, "Trọng Nhân"),
    "nghi-quyet-hdnd-kon-tum.txt": ("2022-12-09", "94/NQ-HĐND", "Y Hạnh"),
    "phong-van-kinh-te-tu-nhan-2017.txt": ("2017-10-16", None, None),
    "quyet-dinh-ky-nang-so-nong-thon.txt": ("2023-11-14", "1987/QĐ-TTg", "Trần Lưu Quang"),
    "tau-vo-thep-nghi-dinh-67.txt": ("2015-10-28", None, "Quang Trị - Thu Ba"),
    "thong-bao-bo-nong-nghiep-moi-truong.txt": ("2025-03-12", "137/TB-BNNMT-VP", "Lương Minh Đạt"),
    "thuc-pham-sach-hai-phong.txt": ("2016-06-07", None, "Hải Yến"),
    "tin-dung-chinh-sach-2024.txt": ("2024-12-11", None, "Lường Hạnh"),
}


def test_the_readme_lists_every_sample_once() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.M)
    assert sorted(listed) == [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_sample_is_an_article_and_no_padding(path: Path) -> None:
    if path.suffix == ".html":
        pytest.importorskip("trafilatura")
    source = nqtext.read(path)
    assert 250 <= len(source.text.split()) <= 1400
    article = nqtext.analyze(source)
    published, number, by = KNOWN[path.name]
    assert article.metadata["title"]
    assert article.metadata["published"][:10] == published
    assert article.metadata.get("document_number") == number
    if by is not None:
        assert by in (article.metadata.get("author"), article.metadata.get("signer"))
    assert {"DOCUMENT", "ORGANIZATION", "DATE"} <= {entity.label for entity in article.entities}


def test_the_samples_show_what_paragraphs_do() -> None:
    files = [path for path in FILES if path.suffix == ".txt"]
    labels = [{p.label for p in article.paragraphs} for article in nqtext.pipe(map(nqtext.read, files))]
    for label, least in (("goal", 10), ("task", 9), ("directive", 10)):
        assert sum(label in found for found in labels) >= least, label


def test_no_two_samples_share_a_sentence_of_their_own() -> None:
    """Set phrases of official papers are short; a sentence of twelve syllables in two samples is a copy."""
    seen: dict[str, str] = {}
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            for sentence in re.split(r"(?<=[.;:?!]) ", line):
                if len(sentence.split()) >= 12:
                    assert seen.setdefault(sentence, path.name) == path.name, sentence
