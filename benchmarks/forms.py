"""A form as a browser would send it back."""

from __future__ import annotations

from html.parser import HTMLParser


class Form(HTMLParser):
    """`values`: name and value of every field of the page that would be sent; rows that are templates for new ones are
    left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self._area = self._select = ""
        self._text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "textarea":
            self._area, self._text = name, []
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.values.append((self._select, found.get("value", "")))
        elif tag == "input" and name and "__prefix__" not in name:
            kind = found.get("type", "text")
            if kind not in ("submit", "file") and (kind not in ("checkbox", "radio") or "checked" in found):
                self.values.append((name, found.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.values.append((self._area, "".join(self._text)))
            self._area = ""
        elif tag == "select":
            self._select = ""


BOUNDARY = "----NewsroomBenchmarkBoundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def multipart(values: list[tuple[str, str]]) -> bytes:
    """The body of a POST with this content type: in it a Chinese character takes three bytes, in an address nine."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in values]  # fmt: skip
    return "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode()
