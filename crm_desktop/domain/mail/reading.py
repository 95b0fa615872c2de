"""Reads the bytes of an .eml file with Python's own e-mail package; a hostile one never ends in an error of ours."""

from __future__ import annotations

import email
import email.errors
import email.policy
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from quopri import decodestring
from typing import Any

from crm_desktop.domain.mail.bodies import decoded, words_of_html
from crm_desktop.domain.mail.parts import Address, Enclosed, Mail, MailError, MailFault, file_name, lines, plain
from crm_desktop.domain.mail.pasted import addresses, digest, forwarded, mail_of, read_pasted

LARGEST = 100 << 20
"""Bytes of a mail that is read at all."""
_MOST_PARTS, _DEEPEST, _LONGEST_HEADER, _LONGEST_BODY = 300, 20, 8_000, 1_000_000
_MOST_ENCLOSED, _MOST_BOUNDARIES = 100, 60
# The head of Outlook's own .msg, and of old Office files.
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


class _Policy(email.policy.EmailPolicy):
    """The modern policy, but a header is never longer than what its parser reads in a moment."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return super().header_fetch_parse(name, value[:_LONGEST_HEADER] if isinstance(value, str) else value)


_POLICY = _Policy()


def read_mail(data: bytes) -> Mail:
    """The e-mail in these bytes. Raises ``MailError`` and nothing else, whatever they are."""
    if len(data) > LARGEST:
        raise MailError(MailFault.TOO_LARGE)
    if not data.strip():
        raise MailError(MailFault.EMPTY)
    if data.startswith(_OUTLOOK):
        raise MailError(MailFault.OUTLOOK)
    try:
        return _read(data.lstrip())
    except MailError:
        raise
    except Exception as error:
        # The package promises never to raise, and does: nested too deep, odd header parameters, broken charsets.
        raise MailError(MailFault.UNREADABLE) from error


def _read(data: bytes) -> Mail:
    # Every line is compared with every part that is open: parts within parts within parts are no mail of a person.
    if data.count(b"oundary=") > _MOST_BOUNDARIES:
        raise MailError(MailFault.UNREADABLE)
    # The first line of a mail box file is no header.
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    message = email.message_from_bytes(data, policy=_POLICY)
    if not any(name in message for name in ("from", "sender", "to", "subject", "message-id")):
        # A text file whose headers are in another language, or no mail at all.
        return read_pasted(decoded(data[:_LONGEST_BODY], ""))
    return _mail(message, 0)


def _mail(message: Message, depth: int) -> Mail:
    texts: list[str] = []
    pages: list[str] = []
    enclosed: list[Enclosed] = []
    inner: Mail | None = None
    sealed = False
    for part in _parts(message):
        kind = _kind(part)
        if kind in _SEALED:
            sealed = True
        elif kind == "message/rfc822":
            held = part.get_payload()
            if isinstance(held, list) and held and isinstance(held[0], Message) and depth < 3:
                inner = inner or _mail(held[0], depth + 1)
        elif part.is_multipart():
            continue
        elif _is_body(part, kind):
            (pages if kind == "text/html" else texts).append(_body(part, kind))
        elif len(enclosed) < _MOST_ENCLOSED:
            enclosed.append(_file(part, kind, len(enclosed) + 1))
    written = [text for text in map(lines, texts) if text] or [text for text in map(lines, pages) if text]
    text = lines("\n\n".join(written))
    values = {name: _header(message, header) for name, header in _HEADERS.items()}
    values["from"] = values["from"] or _header(message, "sender")
    values["date"] = values["date"] or _header(message, "sent")
    values["to"] = ", ".join(filter(None, (values["to"], _header(message, "bcc"))))
    values["id"] = values["id"] or digest(values, text)
    mail = mail_of(values, text, inner=inner or forwarded(text))
    return _with_people(mail, message, enclosed=tuple(enclosed), sealed=sealed and not text)


# Names as they are written in an e-mail, and by Outlook where one copies from it.
_HEADERS = {"from": "from", "to": "to", "cc": "cc", "date": "date", "subject": "subject", "id": "message-id"}


def _with_people(mail: Mail, message: Message, *, enclosed: tuple[Enclosed, ...], sealed: bool) -> Mail:
    """Addresses out of the headers as they were sent: a comma inside an encoded name parts no two people."""

    def people(*names: str) -> tuple[Address, ...]:
        found: dict[str, Address] = {}
        for name in names:
            for box in addresses([_raw(message, name)]):
                found.setdefault(box.email, Address(box.email, plain(_words(box.name), 200).strip("'\" ")))
        return tuple(found.values())

    senders = people("from") or people("sender")
    return replace(
        mail,
        sender=senders[0] if senders else None,
        recipients=people("to", "bcc"),
        copies=people("cc"),
        enclosed=enclosed,
        sealed=sealed,
    )


def _parts(message: Message) -> Iterator[Message]:
    """Every part worth a look, in reading order; what is nested or repeated beyond reason is left out."""
    waiting, seen = [(message, 0)], 0
    while waiting and seen < _MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        yield part
        held = part.get_payload() if part.is_multipart() and _kind(part) != "message/rfc822" else []
        if depth < _DEEPEST and isinstance(held, list):
            waiting += [(each, depth + 1) for each in reversed(held[:_MOST_PARTS]) if isinstance(each, Message)]


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except Exception:  # a content type that trips the parser says nothing
        return "application/octet-stream"


def _is_body(part: Message, kind: str) -> bool:
    return kind in ("text/plain", "text/html") and not _named(part) and _disposition(part) != "attachment"


def _disposition(part: Message) -> str:
    return _raw(part, "content-disposition").partition(";")[0].strip().lower()


def _named(part: Message) -> str:
    try:
        return file_name(_words(part.get_filename() or ""))
    except Exception:  # RFC 2231 in pieces that do not fit together
        return ""


def _body(part: Message, kind: str) -> str:
    try:
        charset = part.get_content_charset("") or ""
    except Exception:
        charset = ""
    text = decoded(_content(part)[:_LONGEST_BODY], charset)
    return words_of_html(text) if kind == "text/html" else text


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:  # base64 and the like that are cut in the middle
        content = None
    if isinstance(content, bytes):
        return content
    held = part.get_payload()
    return held.encode("utf-8", "surrogateescape") if isinstance(held, str) else b""


def _file(part: Message, kind: str, number: int) -> Enclosed:
    name = _named(part) or f"{kind.partition('/')[0]}-{number}"
    inline = bool(part.get("content-id")) and (_disposition(part) == "inline" or kind.startswith("image/"))
    return Enclosed(name, _content(part), inline)


def _header(message: Message, name: str) -> str:
    """A header in plain words."""
    return plain(_words(_raw(message, name)), _LONGEST_HEADER)


def _raw(message: Message, name: str) -> str:
    """A header as it was sent, on one line; bytes that are no ASCII are read as text is."""
    for key, value in message.raw_items():
        if key.lower() == name:
            text = str(value)[:_LONGEST_HEADER].replace("\r", "").replace("\n", " ")
            sent = text.encode("utf-8", "surrogateescape") if _has_bytes(text) else None
            return text if sent is None else decoded(sent, "")
    return ""


def _has_bytes(text: str) -> bool:
    return any("\udc80" <= c <= "\udcff" for c in text)


_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)\?=")


def _words(text: str) -> str:
    """Encoded words as what they say; some programs cut one letter into two of them, so those that touch are one."""
    if "=?" not in text:
        return text
    said: list[str] = []
    run, charset, end = b"", "", 0
    for word in _ENCODED.finditer(text):
        between = text[end : word.start()]
        touches = bool(run) and not between.strip()
        named = word.group(1).partition("*")[0]
        if not touches or named.lower() != charset.lower():
            said += [decoded(run, charset), "" if touches else between]
            run, charset = b"", named
        run += _unpacked(word.group(2), word.group(3))
        end = word.end()
    return "".join([*said, decoded(run, charset), text[end:]])


def _unpacked(how: str, packed: str) -> bytes:
    content = packed.encode("ascii", "replace")
    if how in "Qq":
        return decodestring(content.replace(b"_", b" "))
    try:
        return b64decode(content + b"=" * (-len(content) % 4))
    except ValueError:
        return content
