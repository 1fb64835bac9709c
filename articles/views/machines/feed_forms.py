"""The three forms of a feed: RSS 2.0 (with content:encoded), Atom 1.0 (RFC 4287), JSON Feed 1.1 (jsonfeed.org).

Each takes what Django's `SyndicationFeed.add_item` takes, and `content`: the story as HTML, or "" for a summary only.
`texts` keeps what was written of the story (`Card.texts`); `hub` is the address of a WebSub hub (W3C Recommendation),
or "".
"""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc2822_date, rfc3339_date

CONTENT = "http://purl.org/rss/1.0/modules/content/"


class Rss(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item(self, *, texts: dict[Any, Any], **item: Any) -> None:  # type: ignore[override]
        """As text: element by element the serialiser needs longer than everything before it."""
        around = item["link"], item["author_name"], item["content"]  # the rest is the story's own
        before, text = texts.get("rss", (None, ""))
        if before != around:
            super().add_item(**item)
            text = _rss_item(self.items.pop())
            texts["rss"] = around, text
        self.items.append({"text": text, "pubdate": item["pubdate"], "updateddate": item["updateddate"]})

    def write_items(self, handler: Any) -> None:
        for item in self.items:
            handler.ignorableWhitespace(item["text"])


def _rss_item(item: dict[str, Any]) -> str:
    parts = [
        f"<item><title>{escape(item['title'])}</title><link>{escape(item['link'])}</link>"
        f"<description>{escape(item['description'])}</description>"
        f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{escape(item["author_name"])}</dc:creator>'
        f"<pubDate>{rfc2822_date(item['pubdate'])}</pubDate>"
        f'<guid isPermaLink="false">{escape(item["unique_id"])}</guid>'
    ]
    for one in item["enclosures"]:
        address, length, kind = (quoteattr(value) for value in (one.url, one.length, one.mime_type))
        parts.append(f"<enclosure length={length} type={kind} url={address}/>")
    parts += [f"<category>{escape(name)}</category>" for name in item["categories"]]
    if item["content"]:
        parts.append(f"<content:encoded>{escape(item['content'])}</content:encoded>")
    return "".join([*parts, "</item>"])


class Atom(Atom1Feed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class Json(SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = self.feed
        found = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": feed["language"],
            "authors": [{"name": feed["author_name"], "url": feed["link"]}],
            "hubs": [{"type": "WebSub", "url": feed["hub"]}] if feed["hub"] else [],
            "items": [_json_item(item) for item in self.items],
        }
        text = json.dumps({name: value for name, value in found.items() if value or name == "items"},
                          ensure_ascii=False)  # fmt: skip
        outfile.write(text)


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    """`content_text` where there is no HTML: one of the two has to be there."""
    pictures = [one.url for one in item["enclosures"]]
    found = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_html": item["content"],
        "content_text": "" if item["content"] else item["description"] or item["title"],
        "summary": item["description"],
        "image": pictures[0] if pictures else "",
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
        "authors": [{"name": item["author_name"]}],
        "tags": list(item["categories"]),
    }
    return {name: value for name, value in found.items() if value}
