"""The text of a part: its bytes in whatever charset they claim to be, and HTML as plain words."""

from __future__ import annotations

import codecs
import html
import re

# Charsets in which every ASCII byte does not mean itself, or that need their own reading: what they say is believed.
_BELIEVED = re.compile(r"utf[-_]?(?:16|32|7)|iso[-_]?2022|hz|gb|big5|euc|shift|johab|cp9[345]", re.IGNORECASE)
# No charsets, though Python knows them by that name: some take quadratic time.
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_LARGEST_HTML = 1_000_000

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|center|d[dlt]|div|fieldset|figure|footer|form|h[1-6]|header|hr|html|li"
    "|main|nav|ol|p|pre|section|table|t(?:body|foot|head|r)|ul"
)
_UNSEEN = frozenset(("head", "script", "style", "svg", "noscript", "template", "title", "xml", "object", "iframe"))
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]{0,20})")


def decoded(content: bytes, charset: str) -> str:
    """Bytes as text: UTF-8 where they can be that, else the charset they name, else Western European. Never raises."""
    named = charset.strip().strip("\"'")[:60]
    order = [named, "utf-8"] if _BELIEVED.match(named) else ["utf-8", named]
    for name in order:
        try:
            if name and codecs.lookup(name).name not in _NO_CHARSETS:
                return content.decode("cp1252" if name.lower() in ("iso-8859-1", "latin1", "ascii") else name)
        except (LookupError, UnicodeError, ValueError, TypeError):
            continue
    return content.decode("cp1252", "replace")


def words_of_html(source: str) -> str:
    """The words of an HTML page, a line for each block. Nothing is fetched, run or drawn."""
    source = source[:_LARGEST_HTML]
    found: list[str] = []
    at, unseen = 0, ""
    # That something is not closed any more is found out once, or hostile mail would take quadratic time.
    comments_end = True
    never_closed: set[str] = set()
    while at < len(source):
        start = source.find("<", at)
        if start < 0:
            start = len(source)
        if not unseen and start > at:
            found.append(re.sub(r"\s+", " ", source[at:start]))
        if start == len(source):
            break
        if comments_end and source.startswith("<!--", start):
            end = source.find("-->", start + 4)
            comments_end = end >= 0
            at = end + 3 if comments_end else start + 4
            continue
        tag = _NAME.match(source, start + 1)
        if tag is None and source[start + 1 : start + 2] not in ("!", "?"):
            # A bare < is a character of the text.
            if not unseen:
                found.append("<")
            at = start + 1
            continue
        end = source.find(">", start)
        if end < 0:
            break
        name = tag.group(1).lower() if tag else ""
        closing = source[start + 1] == "/"
        if unseen:
            unseen = "" if closing and name == unseen else unseen
        elif name in _UNSEEN and not closing and source[end - 1] != "/" and name not in never_closed:
            # A part that is never closed would swallow the rest of the mail.
            if _closes(source, name, end):
                unseen = name
            else:
                never_closed.add(name)
        elif _BLOCKS.fullmatch(name):
            found.append("\n")
        elif name in ("td", "th"):
            found.append(" ")
        at = end + 1
    return html.unescape("".join(found))


def _closes(source: str, name: str, at: int) -> bool:
    return re.compile(f"</{name}", re.IGNORECASE).search(source, at) is not None
