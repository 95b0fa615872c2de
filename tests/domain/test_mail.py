"""E-mails as programs and people send them, and as nobody should: always a plain value or one clear fault."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.mail import Mail, MailError, looks_like_mail, read_mail, read_pasted
from crm_desktop.domain.mail.bodies import decoded, words_of_html
from crm_desktop.domain.mail.parts import LONGEST_TEXT, file_name


def written(**headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {
        "From": "Maria Kos <Maria.Kos@acme.example>",
        "To": "Ana <ana@wren.example>",
        "Subject": "Late delivery",
        "Date": "Mon, 03 Nov 2025 10:12:00 +0100",
        "Message-ID": "<1@acme.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in told.items():
        if value:
            message[name] = value
    return message


def test_a_plain_mail_is_read_whole() -> None:
    message = written(Cc="Peter <peter@acme.example>")
    message.set_content("Dear Ana,\n\n\n\nwhere are the boxes?\n\nMaria\n")
    mail = read_mail(message.as_bytes())
    assert mail.sender == ("maria.kos@acme.example", "Maria Kos")
    assert [box.email for box in mail.recipients] == ["ana@wren.example"]
    assert [box.email for box in mail.copies] == ["peter@acme.example"]
    assert mail.sent_at == datetime(2025, 11, 3, 9, 12, tzinfo=UTC)
    assert (mail.key, mail.subject) == ("1@acme.example", "Late delivery")
    assert mail.text == "Dear Ana,\n\nwhere are the boxes?\n\nMaria"
    assert mail.enclosed == ()


def test_the_plain_words_win_over_the_page_and_files_come_along() -> None:
    message = written()
    message.set_content("plain words")
    message.add_alternative("<p>page</p><img src='cid:1'>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../../Račun 7.pdf")
    mail = read_mail(message.as_bytes())
    assert mail.text == "plain words"
    assert [(each.name, each.content, each.inline) for each in mail.enclosed] == [("Račun 7.pdf", b"%PDF", False)]


def test_a_page_alone_becomes_its_words_and_nothing_of_it_is_run_or_fetched() -> None:
    message = written()
    message.set_content(
        "<html><head><title>no</title><style>p {color: red}</style></head><body><!-- <p>no</p> --><p>Dear&nbsp;Ana,<br>"
        "3 &lt; 5 <img src='http://tracker.example/x.png'><script>alert('no')</script></p>"
        "<table><tr><td>Boxes</td><td>12</td></tr></table></body></html>",
        subtype="html",
    )
    assert read_mail(message.as_bytes()).text == "Dear Ana,\n3 < 5\n\nBoxes 12"


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"=?utf-8?Q?Ra=C4=8Dun_za_=C5=A1katle?=", "Račun za škatle"),
        (b"=?windows-1250?B?Uuj=?=", "Rč"),
        (b"=?utf-8?B?zqTOuc68zr8=?=\r\n =?utf-8?B?zrvPjA==?=", "Τιμολό"),
        (b"=?utf-8?B?0JrQvtCy0LDQu9C10L3Q?= =?utf-8?B?utC+?=", "Коваленко"),
        ("Račun".encode(), "Račun"),
        ("Ræksmørrebrød".encode("latin-1"), "Ræksmørrebrød"),
        (b"=?nonsense-9?Q?abc?=", "abc"),
        (b"=?utf-8?B?!!!?=", None),
        (b"=?utf-8?Q?half", "=?utf-8?Q?half"),
        (b"a =?utf-8?Q?=C4=8D?= b", "a č b"),
    ],
)
def test_subjects_in_every_dress(header: bytes, subject: str | None) -> None:
    mail = read_mail(b"From: a@b.example\r\nSubject: " + header + b"\r\n\r\ntext")
    assert subject is None or mail.subject == subject


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("škatle".encode(), "us-ascii", "škatle"),
        ("škatle".encode("cp1250"), "windows-1250", "škatle"),
        ("škatle".encode("cp1250"), '"windows-1250"', "škatle"),
        ("Παπαδάκη".encode("iso-8859-7"), "iso-8859-7", "Παπαδάκη"),
        ("Коваленко".encode("koi8-u"), "koi8-u", "Коваленко"),
        ("boks – 12 €".encode("cp1252"), "iso-8859-1", "boks – 12 €"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        ("šk".encode("utf-16"), "utf-16", "šk"),
        (b"abc", "punycode", "abc"),
        (b"abc", "base64", "abc"),
        (b"abc", "no such thing", "abc"),
        (b"\x81\xff", "", "\ufffdÿ"),
    ],
)
def test_bytes_in_charsets_true_false_and_unknown(content: bytes, charset: str, text: str) -> None:
    assert decoded(content, charset) == text


def test_a_comma_inside_an_encoded_name_parts_no_two_people() -> None:
    mail = read_mail(b"From: =?utf-8?Q?Kova=C4=8D=2C_Ana?= <ana@k.example>\nTo: x@y.example, Z <z@y.example>\n\n")
    assert mail.sender == ("ana@k.example", "Kovač, Ana")
    assert [box.email for box in mail.recipients] == ["x@y.example", "z@y.example"]


def test_a_mail_without_an_id_has_one_of_its_own_words() -> None:
    one = b"From: a@b.example\nDate: Mon, 3 Nov 2025 10:12:00 +0100\nSubject: x\n\nwords"
    assert read_mail(one).key == read_mail(one.replace(b"\n", b"\r\n")).key
    assert read_mail(one).key != read_mail(one + b" more").key


def test_a_forwarded_mail_is_found_in_the_text_and_as_a_part() -> None:
    message = written(From="Ana <ana@wren.example>", To="log@wren.example", Subject="Fwd: Late delivery")
    message.set_content(
        "see below\n\n---------- Forwarded message ---------\nFrom: Maria Kos <maria@acme.example>\n"
        "Date: Mon, Nov 3, 2025 at 10:12 AM\nSubject: Late delivery\nTo: <ana@wren.example>\n\nwhere are they?\n"
    )
    inner = read_mail(message.as_bytes()).inner
    assert inner is not None
    assert inner.sender is not None
    assert (inner.sender.email, inner.subject, inner.text) == ("maria@acme.example", "Late delivery", "where are they?")
    assert inner.sent_at is not None
    assert inner.sent_at.astimezone().hour == 10
    attached = written(From="Ana <ana@wren.example>", Subject="Fwd")
    attached.set_content("as a part")
    whole = written()
    whole.set_content("the inner words")
    attached.add_attachment(whole)
    inner = read_mail(attached.as_bytes()).inner
    assert inner is not None
    assert (inner.key, inner.text) == ("1@acme.example", "the inner words")


@pytest.mark.parametrize(
    "text",
    [
        "From: Maria Kos <maria@acme.example>\nSent: Monday, November 3, 2025 10:12 AM\nTo: ana@wren.example\n"
        "Subject: Late delivery\n\nwhere?",
        "Od: Maria Kos <maria@acme.example>\nPoslano: ponedeljek, 3. november 2025 10:12\nZa: ana@wren.example\n"
        "Zadeva: Late delivery\n\nwhere?",
        "Από: Maria Kos <maria@acme.example>\nΗμερομηνία: 3 Νοεμβρίου 2025 10:12\nΠρος: ana@wren.example\n"
        "Θέμα: Late delivery\n\nwhere?",
        "Від: Maria Kos [mailto:maria@acme.example]\nДата: 3 листопада 2025, 10:12\nКому: ana@wren.example\n"
        "Тема: Late delivery\n\nwhere?",
        "Fra: Maria Kos <maria@acme.example>\r\nSendt: 3.11.2025 10:12\r\nTil: ana@wren.example\r\n"
        "Emne: Late delivery\r\n\r\nwhere?",
    ],
)
def test_pasted_headers_in_the_languages_of_the_house(text: str) -> None:
    assert looks_like_mail(text)
    for mail in (read_pasted(text), read_mail(text.encode())):
        assert mail.sender == ("maria@acme.example", "Maria Kos")
        assert [box.email for box in mail.recipients] == ["ana@wren.example"]
        assert (mail.subject, mail.text) == ("Late delivery", "where?")
        assert mail.sent_at is not None
        local = mail.sent_at.astimezone()
        assert (local.year, local.month, local.day, local.hour, local.minute) == (2025, 11, 3, 10, 12)


@pytest.mark.parametrize(
    "text", ["", "  \n", "hello there", "From: nobody", "12:30 lunch\nwith Ana", "http://x.example"]
)
def test_other_text_is_no_mail(text: str) -> None:
    assert not looks_like_mail(text)
    with pytest.raises(MailError):
        read_pasted(text)


@pytest.mark.parametrize(
    "date", ["Mon, 99 Foo 99999 99:99:99 +9999", "", "yesterday", "Thu, 01 Jan 1970 00:00:00 +0000", "x" * 10_000]
)
def test_a_date_that_is_none(date: str) -> None:
    assert read_mail(f"From: a@b.example\nDate: {date}\nSubject: x\n\n".encode()).sent_at is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\evil.exe", "evil.exe"),
        ("a\x00b\u202egpj.exe", "a b gpj.exe"),
        ("...", ""),
        ("x" * 300 + ".pdf", "x" * 130 + ".pdf"),
        ("trailing. . ", "trailing"),
    ],
)
def test_names_of_files_lead_nowhere(name: str, kept: str) -> None:
    assert file_name(name) == kept


def test_outlooks_own_files_and_nothing_are_told_apart() -> None:
    for data, fault in (
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "outlook"),
        (b"\x00\x01", ""),
    ):
        with pytest.raises(MailError) as raised:
            read_mail(data)
        assert raised.value.fault.value == fault or not fault


_REAL = [
    b"From: a@b.example\nTo: c@d.example\nSubject: =?utf-8?B?xI0=?=\nDate: Mon, 3 Nov 2025 10:12:00 +0100\n"
    b'Content-Type: multipart/mixed; boundary="x"\nMIME-Version: 1.0\n\n'
    b'--x\nContent-Type: text/html; charset="cp1250"\n'
    b"Content-Transfer-Encoding: quoted-printable\n\n<p>h=E8</p>\n"
    b"--x\nContent-Type: application/pdf; name*0*=utf-8''a%C4\n"
    b"Content-Disposition: attachment; filename*=utf-8''%C4%8D.pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n--x--\n",
    b"From: (((((a)@b.example\nTo: undisclosed-recipients:;\nContent-Type: message/rfc822\n\nFrom: x@y.example\n\nhi",
    "Od: M <m@k.example>\nZadeva: č\n\n---------- Forwarded message ---------\n".encode()
    + b"From: x@y.example\nSubject: y\n",
]
_pieces = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"\n", b"\n\n", b"--x\n", b"=?utf-8?Q?", b"?=", b"Content-Type: ", b'multipart/mixed; boundary="x"',
         b"charset=", b"utf-16", b";", b'"', b"(", b"<", b"@", b"Content-Type: message/rfc822\n\n", b"filename*0*=",
         b"<!--", b"<style>"]
    ),
)  # fmt: skip


def _mutated(real: bytes, pieces: list[tuple[int, int, bytes]]) -> bytes:
    for at, cut, piece in pieces:
        place = at % (len(real) + 1)
        real = real[:place] + piece + real[place + cut :]
    return real


_hostile = st.one_of(
    st.binary(max_size=400),
    st.builds(
        _mutated,
        st.sampled_from(_REAL),
        st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 20), _pieces), max_size=8),
    ),
)


@settings(max_examples=600)
@given(_hostile)
def test_reading_never_raises_anything_but_its_own_fault(data: bytes) -> None:
    try:
        mail = read_mail(data)
    except MailError:
        return
    _is_plain(mail)


@settings(max_examples=300)
@given(st.text(max_size=300), st.sampled_from(["", "From: a@b.example\nSubject: x\n", "Od: x\n"]))
def test_pasting_never_raises_anything_but_its_own_fault(text: str, before: str) -> None:
    with contextlib.suppress(MailError):
        _is_plain(read_pasted(before + text))


def _is_plain(mail: Mail) -> None:
    """Every text of it can be kept and shown."""
    boxes = [mail.sender, *mail.recipients, *mail.copies]
    told = [
        mail.key,
        mail.subject,
        *(part for box in boxes if box for part in box),
        *(each.name for each in mail.enclosed),
    ]
    for text in told:
        text.encode()
        assert "\n" not in text
        assert "\x00" not in text
    mail.text.encode()
    assert len(mail.text) <= LONGEST_TEXT
    assert mail.key
    assert mail.sent_at is None or mail.sent_at.tzinfo is not None
    if mail.inner is not None:
        _is_plain(mail.inner)


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\nSubject: x\nContent-Type: text/html\n\n" + b"<!--" * 100_000,
        b"From: a@b.example\nSubject: x\nContent-Type: text/html\n\n" + b"<style>" * 60_000,
        b"From: a@b.example\nSubject: x\nContent-Type: text/html\n\n" + b"<a" * 200_000,
        b"From: " + b"(" * 200_000 + b"\nSubject: x\n\n",
        b"From: a@b.example\nTo: " + b"<a@b.example>," * 50_000 + b"\nSubject: x\n\n",
        b"From: a@b.example\nSubject: " + b"=?utf-8?Q?=C4=8D?= " * 20_000 + b"\n\n",
        b"From: a@b.example\nSubject: x\n" + b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n' * 2_000,
        b"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=punycode\n\n" + b"a-" * 300_000,
        b"From: a@b.example\nSubject: x\nContent-Type: text/plain; " + b"a*0*=x; " * 20_000 + b"\n\nx",
        b"From: a@b.example\n\n" + b"---------- x ---------\nFrom: a\n" * 20_000,
    ],
    ids=["comments", "styles", "tags", "brackets", "people", "words", "nested", "punycode", "pieces", "forwards"],
)
def test_hostile_mails_take_no_time(data: bytes) -> None:
    began = time.process_time()
    with contextlib.suppress(MailError):
        _is_plain(read_mail(data))
    assert time.process_time() - began < 2


def test_words_of_odd_pages() -> None:
    assert words_of_html("a < b <3 <style>x") == "a < b <3 x"
    assert words_of_html("<p>one</p><P>two</p>").split() == ["one", "two"]
    assert words_of_html("<script>a</script>b<!-- never closed") == "b never closed"
