"""Pages: built like those of portals and newspapers, and like those that should do harm."""

from __future__ import annotations

import contextlib
import time

import pytest

import nqtext
from nqtext.errors import LimitError, NqtextError, ReadError
from nqtext.reading import Limits

SENTENCE = "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành khẩn trương thực hiện Nghị quyết về phát triển đô thị bền vững, báo cáo trước ngày 30 tháng 6."
LINES = [
    "Sáng 12/3, tỉnh A họp phiên thường kỳ để bàn về tiến độ các công trình trọng điểm và việc sắp xếp lại các phòng chuyên môn ở xã mới.",
    "Chủ tịch tỉnh cho biết đến hết tháng 2, toàn tỉnh mới giải ngân được 9% kế hoạch vốn, thấp hơn cùng kỳ năm trước gần ba điểm.",
    SENTENCE,
    "Giao Sở Tài chính cùng Sở Xây dựng rà soát từng công trình, nơi nào chậm thì điều chuyển vốn sang nơi có khả năng hấp thụ tốt hơn.",
    "Kết luận phiên họp, Chủ tịch tỉnh nhấn mạnh trách nhiệm của người đứng đầu và yêu cầu các xã báo cáo hằng tuần về Văn phòng.",
]
TITLE = "Tỉnh A gỡ vướng cho các công trình trọng điểm"
SHAREPOINT = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} - Cổng thông tin điện tử tỉnh A</title></head>
<body>

<form id="aspnetForm"><a href="javascript:;">Skip Ribbon Commands</a><a>Skip to main content</a>

<div id="s4-workspace">
<div class="top"><span>Thứ ba, ngày 12 tháng 3 năm 2024</span><a>English</a></div>
<div id="nav">
<ul><li><a href="/">Trang chủ</a></li><li><a href="/gt">Giới thiệu</a></li><li><a href="/vb">Văn bản</a></li></ul></div>

<div class="ms-rtestate-field article-detail">
<div class="news-date">Ngày 12/03/2024-03:20:00 PM</div>
<h1 class="news-title">{TITLE}</h1>

<div class="sapo"><strong>(TTA) – {LINES[0]}</strong></div>
<table align="center"><tbody><tr><td><img src="a.jpg"></td></tr><tr><td class="caption"><em>Quang cảnh phiên họp. Ảnh: Lan Chi</em></td></tr></tbody></table>

<div class="ExternalClass1">
<p>{LINES[1]}</p>
<p>{LINES[2]}</p>
<ul><li>{LINES[3]}</li><li>Sở Nội vụ hướng dẫn các xã.</li></ul>
<table border="1"><tr><th>TT</th><th>Công trình</th><th>Vốn</th></tr><tr><td>1</td><td>Cầu sông Mây</td><td>300 tỷ</td></tr></table>
<p>{LINES[4]}</p></div>

<p style="text-align:right"><strong>Lan Chi</strong></p>
<p style="text-align:right"><em>Sở Xây dựng</em></p></div>

<ul><li>Tổng số lượt xem: 36</li></ul>
<div class="rating">Đánh giá</div>
<div>(Di chuột vào ngôi sao để chọn điểm)</div>
<div class="other">
<h3>Tin liên quan</h3>
<ul><li><a href="/1">Khởi công cầu mới</a></li><li><a href="/2">Họp báo quý I</a></li></ul></div></div>

<div id="footer">
<p>Cổng thông tin điện tử tỉnh A</p>
<p>Bản quyền thuộc về tỉnh A</p></div></form></body></html>"""
LIFERAY = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title><meta property="article:published_time" content="2024-03-12"></head>
<body class="yui3-skin-sam">
<div id="wrapper">
<header id="banner"><nav>
<ul><li><a href="/">Trang chủ</a></li><li><a href="/web/guest">Tin tức</a></li></ul></nav></header>

<div id="content">
<div class="portlet-boundary portlet-journal-content">
<div class="portlet-body">
<div class="journal-content-article"><h2 class="title">{TITLE}</h2>
<div class="publish-date">15:20 12/03/2024</div>
<p class="sapo"><b>{LINES[0]}</b></p>
<figure class="image"><img src="a.jpg"><figcaption>Chủ tịch tỉnh phát biểu. Ảnh: Lan Chi</figcaption></figure>
<p>{LINES[1]}</p>
<p>{LINES[2]}</p>
<h3>Nhiệm vụ</h3>
<p>{LINES[3]}</p>
<p>{LINES[4]}</p>
<p class="author">Lan Chi</p>
<p class="source">Nguồn: Báo Tỉnh A</p></div></div></div>

<div class="portlet-asset-publisher">
<h3>Các tin khác</h3>
<ul><li><a href="/1">Khởi công cầu mới ở huyện B</a></li></ul></div></div>
<footer id="footer">
<p>© Cổng TTĐT tỉnh A</p>
<p>Địa chỉ: số 1 phố B. ĐT: 0123 456</p></footer></div></body></html>"""
WORDPRESS = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} | Báo A</title><meta property="og:site_name" content="Báo A"><meta property="article:published_time" content="2024-03-12T15:20:00+07:00"><meta name="author" content="Lan Chi"></head>
<body class="post-template-default single">
<header>
<ul id="menu-main"><li><a href="/">Trang chủ</a></li><li><a>Chính trị</a></li></ul></header>

<main>
<article class="post hentry">
<header class="entry-header">
<h1 class="entry-title">{TITLE}</h1>
<div class="entry-meta"><span class="posted-on">12/03/2024 15:20</span></div></header>
<div class="entry-content">
<p><strong>{LINES[0]}</strong></p>
<figure id="attachment_1" class="wp-caption aligncenter"><img src="a.jpg"><figcaption class="wp-caption-text">Quang cảnh phiên họp (Ảnh: Lan Chi)</figcaption></figure>
<p>{LINES[1]}</p><blockquote>
<p>{LINES[2]}</p></blockquote><ol><li>{LINES[3]}</li></ol>
<p>{LINES[4]}</p>
<p style="text-align: right;"><strong>Lan Chi</strong></p></div>
<div class="sharedaddy">
<h3>Chia sẻ:</h3>
<ul><li>Facebook</li><li>Zalo</li></ul></div>
<footer class="entry-footer"><span>Tags: đô thị</span></footer></article>
<div id="comments"><h2>Bình luận (0)</h2></div></main>
<aside><h2>Đọc nhiều</h2>
<ul><li>Bài hay khác</li></ul></aside>
<footer>
<p>© 2024 Báo A</p></footer></body></html>"""
HOME_GROWN = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{TITLE}</title></head>
<body>
<table width="100%"><tr><td colspan=2><a href="/">Trang chủ</a> | <a>Giới thiệu</a> | <a>Tin tức</a> | <a>Liên hệ</a></td></tr><tr><td width="20%">
<div>Danh mục</div>
<div>Văn bản</div>
<div>Lịch công tác</div></td><td>
<div class="tieude">{TITLE}</div>
<div class="ngay">Thứ ba, 12/03/2024 | 15:20</div>
<div class="noidung">{LINES[0]}<br><br>{LINES[1]}<br>{LINES[2]}<br><center><img src=a.jpg><br><i>Đại biểu dự họp. Ảnh: Lan Chi</i></center><br>{LINES[3]}<br>{LINES[4]}<br><br>
<div align="right"><b>Lan Chi</b></div>
<div align="right"><i>(Theo Báo Tỉnh A)</i></div></div>
<div>In trang | Gửi cho bạn bè</div>
<div><b>Tin cùng chuyên mục</b></div>
<div><a href=1>Khởi công cầu mới</a> (11/03/2024)</div></td></tr><tr><td colspan=2>Trụ sở: số 3 phố B, tỉnh A. Điện thoại: 0123 456</td></tr></table></body></html>"""

OWN = {
    "sharepoint": [
        "Ngày 12/03/2024-03:20:00 PM", TITLE, f"(TTA) – {LINES[0]}", "Quang cảnh phiên họp. Ảnh: Lan Chi", LINES[1],
        LINES[2], LINES[3], "Sở Nội vụ hướng dẫn các xã.", "TT | Công trình | Vốn", "1 | Cầu sông Mây | 300 tỷ",
        LINES[4], "Lan Chi", "Sở Xây dựng",
    ],
    "liferay": [
        TITLE, "15:20 12/03/2024", LINES[0], "Chủ tịch tỉnh phát biểu. Ảnh: Lan Chi", LINES[1], LINES[2], "Nhiệm vụ",
        LINES[3], LINES[4], "Lan Chi", "Nguồn: Báo Tỉnh A",
    ],
    "wordpress": [
        TITLE, "12/03/2024 15:20", LINES[0], "Quang cảnh phiên họp (Ảnh: Lan Chi)", LINES[1], LINES[2], LINES[3],
        LINES[4], "Lan Chi",
    ],
    "home-grown": [
        TITLE, "Thứ ba, 12/03/2024 | 15:20", LINES[0], LINES[1], LINES[2], "Đại biểu dự họp. Ảnh: Lan Chi", LINES[3],
        LINES[4], "Lan Chi", "(Theo Báo Tỉnh A)",
    ],
}  # fmt: skip
PAGES = {"sharepoint": SHAREPOINT, "liferay": LIFERAY, "wordpress": WORDPRESS, "home-grown": HOME_GROWN}


def own_lines(source: nqtext.Source) -> list[str]:
    """The lines that are not marked as furniture."""
    lines, at = [], 0
    for line in source.text.split("\n"):
        if not any(start <= at < end for start, end in source.furniture or ()):
            lines.append(line)
        at += len(line) + 1
    return lines


@pytest.mark.parametrize("system", PAGES)
def test_a_portals_page_gives_its_article_whole_and_nothing_else(system: str) -> None:
    source = nqtext.read(PAGES[system].encode())
    assert own_lines(source) == OWN[system]
    assert source.metadata["title"] == TITLE
    assert source.metadata["published"] == "2024-03-12T15:20:00"
    assert source.metadata["author"] == "Lan Chi"
    assert nqtext.read(PAGES[system].encode()).text == source.text  # trafilatura keeps what it saw before


def test_the_page_wins_over_a_dateline_of_another_day() -> None:
    source = nqtext.read(LIFERAY.replace('content="2024-03-12"', 'content="2024-03-13"').encode())
    assert source.metadata["published"] == "2024-03-13"


def test_a_list_of_links_inside_the_article_is_left_out() -> None:
    widget = '<div class="more"><ul><li><a href="/x">Xem thêm: khởi công cầu mới</a></li></ul></div>'
    lines = own_lines(nqtext.read(WORDPRESS.replace("<blockquote>", f"{widget}<blockquote>").encode()))
    assert "Xem thêm: khởi công cầu mới" not in lines
    assert LINES[2] in lines


def test_what_a_browser_hides_is_left_out() -> None:
    hidden = '<p style="display: none">giấu-1</p><p hidden>giấu-2</p><script>document.write("giấu-3")</script><noscript>giấu-4</noscript>'
    text = nqtext.read(WORDPRESS.replace("<blockquote>", f"{hidden}<blockquote>").encode()).text
    assert "giấu" not in text


def test_the_head_of_a_document_in_a_table_is_read_by_columns() -> None:
    head = (
        "<table><tr><td><p>ỦY BAN NHÂN DÂN</p><p>TỈNH PHÚ THỌ</p></td><td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>"
        "<p>Độc lập - Tự do - Hạnh phúc</p></td></tr><tr><td>Số: 27/KH-UBND</td>"
        "<td>Phú Thọ, ngày 12 tháng 3 năm 2025</td></tr></table>"
    )
    body = "".join(f"<p>{i}. {line}</p>" for i, line in enumerate(LINES, 1))
    page = f"<html><body><div>{head}<p>KẾ HOẠCH</p><p>Về trồng rừng năm 2025</p>{body}</div></body></html>"
    found = nqtext.read(page.encode()).metadata
    assert [found.get(key) for key in ("issuer", "document_number", "place", "published", "subject")] == [
        "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ", "27/KH-UBND", "Phú Thọ", "2025-03-12", "Về trồng rừng năm 2025",
    ]  # fmt: skip


# -- bad pages -------------------------------------------------------------------------------------


def test_a_page_of_50_megabytes_is_refused_at_once() -> None:
    page = b"<html><body>" + b"<p>abc</p>" * 5_000_000
    began = time.process_time()
    with pytest.raises(LimitError, match="the limit max_html_bytes is 20000000"):
        nqtext.read(page)
    assert time.process_time() - began < 2


@pytest.mark.endurance
@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "a", "span"])
def test_100_000_nested_tags_are_one_error_in_bounded_time(tag: str) -> None:
    article = "".join(f"<p>{line}</p>" for line in LINES)
    for page in (f"<html><body><{tag}>" * 100_000 + article, f"<html><body>{article}" + f"<{tag}>" * 100_000):
        began = time.process_time()
        try:
            text = nqtext.read(page.encode()).text
        except (LimitError, ReadError):
            pass
        else:
            assert LINES[2] in text
        assert time.process_time() - began < 20


def test_a_deep_page_is_read_whole_and_a_deeper_one_names_the_limit() -> None:
    def page(depth: int) -> bytes:
        article = "".join(f"<p>{line}</p>" for line in LINES)
        return f"<html><body>{'<div>' * depth}{article}{'</div>' * depth}</body></html>".encode()

    assert nqtext.read(page(400)).text.split("\n") == LINES
    with pytest.raises(LimitError, match="max_depth"):
        nqtext.read(page(3000))
    with pytest.raises(LimitError, match="the limit max_depth is 50"):
        nqtext.read(page(60), limits=Limits(max_depth=50))


@pytest.mark.endurance
def test_a_page_of_100_000_links_is_read_and_a_larger_one_names_the_limit() -> None:
    def page(links: int) -> bytes:
        article = "".join(f"<p>{line}</p>" for line in LINES)
        return f"<html><body>{article}{'<a href=/1>Tin</a>' * links}</body></html>".encode()

    def seconds(links: int) -> float:
        began = time.process_time()
        assert set(LINES) <= set(nqtext.read(page(links)).text.split("\n"))
        return time.process_time() - began

    seconds(100)
    assert seconds(100_000) < 4 * seconds(50_000) < 40
    with pytest.raises(LimitError, match="the limit max_elements is 200000"):
        nqtext.read(page(200_000))


def test_a_web_archive_of_nested_parts_is_one_error() -> None:
    data = b"".join(b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000))
    with pytest.raises(ReadError, match="nested too deep"):
        nqtext.read(data)


def test_a_title_that_the_first_lines_say_in_pieces_is_not_said_again() -> None:
    lines = ["CÔNG ĐIỆN", "CỦA THỦ TƯỚNG CHÍNH PHỦ", "Về cứu trợ người dân vùng ngập sâu", *LINES]
    title = "<title>CÔNG ĐIỆN Về cứu trợ người dân vùng ngập sâu</title>"
    page = f"<html><head>{title}</head><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"
    assert nqtext.read(page.encode()).text.split("\n") == lines


@pytest.mark.parametrize(
    "first",
    [
        "Nguyên Bộ trưởng nói về việc học của trẻ vùng cao",
        'Khai mạc lễ hội "Hoa Lư - Kinh đô xưa" tại tỉnh A.',
    ],
)
def test_the_window_tells_the_title_where_a_heading_beside_the_article_would(first: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES[1:])
    aside = "<aside><h2>Đọc nhiều</h2><ul><li><a href=/1>Khởi công cầu mới</a></li></ul></aside>"
    page = f"<html><head><title>{first}</title></head><body><main><div>{first}</div><div>{body}</div></main>{aside}</body></html>"
    source = nqtext.read(page.encode())
    assert source.text.split("\n") == [first, *LINES[1:]]
    assert source.metadata["title"] == first


def test_entities_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 30))
    declared = f'<!DOCTYPE html [<!ENTITY e0 "xxxxxxxxxx">{entities}]>'
    page = declared + WORDPRESS.replace("Lan Chi</strong>", "&e29;</strong>")
    began = time.process_time()
    with contextlib.suppress(NqtextError):
        assert len(nqtext.read(page.encode()).text) < 10_000
    assert time.process_time() - began < 5


def test_pages_as_browsers_save_them() -> None:
    import email.message

    address = "https://tinh-a.example.vn/tin/1"
    saved = WORDPRESS.replace("<html>", f"\n<!-- saved from url=(0031){address} -->\n<html>", 1)
    archive = email.message.EmailMessage()
    archive["From"], archive["Snapshot-Content-Location"] = "<Saved by Blink>", address
    archive["Subject"] = "Tỉnh A gỡ vướng"
    archive.set_content(WORDPRESS, subtype="html", cte="quoted-printable")
    archive.make_related()
    archive.add_related(b"GIF89a", "image", "gif")
    for data in (saved.encode(), archive.as_bytes(), bytes(archive)):
        source = nqtext.read(data)
        assert own_lines(source) == OWN["wordpress"]
        assert source.metadata["url"] == address
    with pytest.raises(ReadError, match="without a page"):
        nqtext.read(b"From: <Saved by Blink>\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a--")


def test_a_packed_page_is_read() -> None:
    import gzip

    assert nqtext.read(gzip.compress(LIFERAY.encode())).text == nqtext.read(LIFERAY.encode()).text
