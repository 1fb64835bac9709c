"""What a body may hold, and that nothing else gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import richtext
from articles.richtext import clean, photo_ids, plain_text

HAN = st.text(alphabet=st.sampled_from("中文呼和浩特𠮷\u3000，。&<>\"' \n"), max_size=30)


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        ('<p onclick="x()">文</p>', "<p>文</p>"),
        ("<p style='position:fixed'>文</p>", "<p>文</p>"),
        ("<script>x()</script><p>文</p>", "<p>文</p>"),
        ("<style>p{}</style><p>文</p>", "<p>文</p>"),
        ("<svg><script>x()</script></svg><p>文</p>", "<p>文</p>"),
        ("<math><mi>x</mi></math><p>文</p>", "<p>文</p>"),
        ("<p>文</p><iframe src='https://example.com'></iframe>", "<p>文</p>"),
        ("<p><img src=x onerror=x()>文</p>", "<p>文</p>"),
        ("<form><input value=x><p>文</p></form>", "<p>文</p>"),
        ("<b>文</b><i>字</i>", "<strong>文</strong><em>字</em>"),
        ("<div><p>文</p></div>", "<p>文</p>"),
        ("<p>文&nbsp;字</p>", "<p>文\u00a0字</p>"),
        ("<p>文</p><p>&nbsp;</p><p> \u3000<br></p>", "<p>文</p>"),
        ("<p>文\0</p>\r\n", "<p>文</p>"),
        ("<!-- 注 --><p>文</p>", "<p>文</p>"),
        ("<h1>文</h1>", "文"),
        ("<p class=MsoNormal>文<o:p></o:p></p>", "<p>文</p>"),
    ],
)
def test_clean_keeps_text_and_drops_the_rest(dirty, kept):
    assert clean(dirty) == kept


@pytest.mark.parametrize(
    "address",
    ["javascript:x()", "JaVaScRiPt:x()", " javascript:x()", "java\tscript:x()", "&#106;avascript:x()",
     "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://example.com/"],
)  # fmt: skip
def test_dangerous_addresses_are_gone(address):
    assert "href" not in clean(f'<a href="{address}">文</a>')


@pytest.mark.parametrize("address", ["https://example.cn/", "/articles/1/", "#x", "mailto:a@example.cn", "tel:0471-1"])
def test_ordinary_addresses_stay(address):
    assert f'href="{address}"' in clean(f'<a href="{address}">文</a>')


@pytest.mark.parametrize(
    ("figure", "kept"),
    [
        ('<figure data-photo="7"><figcaption>说明</figcaption></figure>',) * 2,
        ('<figure data-photo="7"><img src="/x"><figcaption>说明</figcaption></figure>',
         '<figure data-photo="7"><figcaption>说明</figcaption></figure>'),
        ('<figure data-photo="7"><figcaption> &nbsp;</figcaption></figure>', '<figure data-photo="7"></figure>'),
        ('<figure><img src="/x"><figcaption>说明</figcaption></figure>', "<p>说明</p>"),
        ('<figure data-photo="7x">文</figure>', "文"),
        ('<figure data-photo="-1">文</figure>', "文"),
        ('<figure data-photo="1"><figure><figcaption>内</figcaption></figure></figure>',
         '<figure data-photo="1"><p>内</p></figure>'),
        ("<figcaption>孤</figcaption>", "<p>孤</p>"),
        ('<figure class="x" data-photo="7" style="x"></figure>', '<figure data-photo="7"></figure>'),
    ],
)  # fmt: skip
def test_only_figures_of_photos_are_figures(figure, kept):
    assert clean(figure) == kept


@given(st.lists(st.one_of(HAN, st.sampled_from(
    ["<p>", "</p>", "<figure>", '<figure data-photo="3">', "</figure>", "<figcaption>", "</figcaption>", "<b>", "</b>",
     "<a href='x'>", "</a>", "<table><tr><td>", "</td></tr></table>", "<script>", "</script>", "<br>", "&nbsp;", "<!--"]
)), max_size=14))  # fmt: skip
def test_clean_is_idempotent(parts):
    once = clean("".join(parts))

    assert clean(once) == once


@given(st.lists(st.text(alphabet="中文呼和浩特𠮷\ue000，。", min_size=1, max_size=8), min_size=1, max_size=5))
def test_no_text_is_lost(paragraphs):
    html = "".join(f'<div style="x"><p class="y"><span>{text}</span></p></div>' for text in paragraphs)

    assert plain_text(clean(html)) == "\n".join(paragraphs)


def test_photo_ids_are_each_once_in_order():
    html = '<figure data-photo="9"></figure><figure data-photo="2"></figure><figure data-photo="9"></figure>'

    assert photo_ids(html) == [9, 2]


def test_editor_and_server_allow_the_same():
    """The allowed content names each tag of `TAGS` and its attributes; `b` and `i` become `strong` and `em`."""
    allowed = {}
    for rule in richtext.CONFIG["allowedContent"].split(";"):
        names, _, attributes = rule.strip().partition("[")
        for name in names.split():
            allowed[name] = {one.strip("!] ") for one in attributes.split(",") if one.strip("!] ")}

    assert allowed == {tag: set(richtext.ATTRIBUTES.get(tag, ())) for tag in richtext.TAGS}


def test_change_of_line_ends_between_blocks_is_no_change():
    field = richtext.RichTextFormField()

    assert not field.has_changed("<p>一</p>\n\n<p>二</p>", "<p>一</p><p>二</p>")
    assert field.has_changed("<p>一</p><p>二</p>", "<p>一</p><p>三</p>")
    assert field.has_changed("<p><strong>一</strong> <em>二</em></p>", "<p><strong>一</strong><em>二</em></p>")
