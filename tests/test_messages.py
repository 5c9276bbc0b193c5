"""Messages as they arrive at a real SMTP server and at what group bots are: bodies, headers, signatures, failures."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import socket
import ssl
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.error import URLError

import pytest

from generator.address_book import AddressBook, load, save
from generator.correspondence import Bot, Correspondence, Mail, contacts_of, correspondence_of
from generator.message_fields import DINGTALK, FEISHU, STARTTLS, WECOM, BotFields, MailFields
from generator.messages import CUT, MOST, Note, email, refusal, request, shortened
from generator.posting import mail_to, tell_bot
from generator.sending_faults import told
from receivers import PASSWORD, USER, bots, postbox

MOMENT = datetime(2026, 11, 28, 2, 30, tzinfo=timezone(timedelta(hours=8)))
NOTE = Note("【示例县信息公开】全部发布", "锦屏镇: 公开 3 条\n")


def mail(port: int, **more: str) -> Mail:
    """A server on the loopback."""
    fields = {"host": "127.0.0.1", "sender": "gongkai@county.example", "receivers": "it@county.example", **more}
    return Mail(MailFields.model_validate({"port": port, "security": "不加密", **fields}), PASSWORD)


def bot(kind: str, url: str, secret: str = "") -> Bot:
    """A bot behind an address."""
    return Bot(BotFields.model_validate({"name": "qun", "kind": kind}), url, secret)


def test_a_letter_arrives_as_it_was_written(tmp_path: Path) -> None:
    """Plain text in UTF-8, with the headers that a letter of a machine should have."""
    with postbox(tmp_path) as box:
        assert mail_to(mail(box.port), ("it@county.example", "b@county.example"), NOTE, MOMENT) == ""
    (letter,) = box.letters
    message = letter.message
    assert (letter.sender, letter.receivers) == ("gongkai@county.example", ("it@county.example", "b@county.example"))
    assert Note(str(message["Subject"]), letter.text) == NOTE
    assert message["Date"] == "Sat, 28 Nov 2026 02:30:00 +0800" and message["From"] == "gongkai@county.example"
    assert message.get_content_type() == "text/plain" and message.get_content_charset() == "utf-8"
    assert message["Message-ID"].endswith("@county.example>") and message["Auto-Submitted"] == "auto-generated"
    assert letter.raw.isascii() and all(len(line) <= 998 for line in letter.raw.splitlines())
    assert email(NOTE, "a@b", ("c@d",), MOMENT).as_bytes() == email(NOTE, "a@b", ("c@d",), MOMENT).as_bytes()
    other = email(NOTE._replace(text="x"), "a@b", ("c@d",), MOMENT)
    assert other["Message-ID"] != email(NOTE, "a@b", ("c@d",), MOMENT)["Message-ID"]


def test_encrypted_and_logged_in(tmp_path: Path) -> None:
    """STARTTLS with a certificate that is checked, and a password that nothing tells."""
    with postbox(tmp_path, encrypted=True) as box:
        right = mail(box.port, security=STARTTLS, user=USER, certificate=str(box.certificate))
        assert mail_to(right, ("it@county.example",), NOTE, MOMENT) == ""
        wrong = Mail(right.fields, "canary wrong pass")
        refused = mail_to(wrong, ("it@county.example",), NOTE, MOMENT)
        assert refused.startswith("用户名或密码不对（535 ") and "\n  改法: " in refused and "canary" not in refused
        stranger = mail(box.port, security=STARTTLS, user=USER)
        assert "证书不可信" in mail_to(stranger, ("it@county.example",), NOTE, MOMENT)
        plain = mail(box.port)
        assert "失败" in mail_to(plain, ("it@county.example",), NOTE, MOMENT)
    assert len(box.letters) == 1 and PASSWORD not in repr(right)


def test_a_letter_is_tried_twice(tmp_path: Path) -> None:
    """A server that is busy for a moment; one that is busy for good; none at all."""
    with postbox(tmp_path) as box:
        box.refusals = ["451 try later"]
        assert mail_to(mail(box.port), ("it@county.example",), NOTE, MOMENT) == ""
        box.refusals = ["451 try later", "451 try later", "unused"]
        assert "试了 2 次都失败" in mail_to(mail(box.port), ("it@county.example",), NOTE, MOMENT)
        assert box.refusals == ["unused"] and len(box.letters) == 1
    assert "试了 2 次都失败" in mail_to(mail(box.port), ("it@county.example",), NOTE, MOMENT)


def hmac_of(key: str, text: str) -> str:
    """HMAC-SHA256 in Base64, as both documents of bots define it."""
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def test_three_kinds_of_bots() -> None:
    """Each gets the body that its document defines; the signatures are judged as the other side would."""
    with bots() as found:
        found.answers = [(200, {"errcode": 0, "errmsg": "ok"})] * 3 + [(200, {"code": 0, "msg": "success"})] * 2
        sent = [
            tell_bot(bot(WECOM, f"{found.address}/cgi-bin/webhook/send?key=k"), NOTE, MOMENT),
            tell_bot(bot(DINGTALK, f"{found.address}/robot/send?access_token=t", "SECx"), NOTE, MOMENT),
            tell_bot(bot(DINGTALK, f"{found.address}/robot/send?access_token=t"), NOTE, MOMENT),
            tell_bot(bot(FEISHU, f"{found.address}/open-apis/bot/v2/hook/h", "s"), NOTE, MOMENT),
            tell_bot(bot(FEISHU, f"{found.address}/open-apis/bot/v2/hook/h"), NOTE, MOMENT),
        ]
    assert sent == [""] * 5
    text = f"{NOTE.subject}\n{NOTE.text}"
    wecom, signed, plain, feishu, bare = found.posts
    assert all(each.headers["Content-Type"].startswith("application/json") for each in found.posts)
    assert wecom.body == signed.body == plain.body == {"msgtype": "text", "text": {"content": text}}
    assert (wecom.query, plain.query) == ({"key": "k"}, {"access_token": "t"})
    milliseconds = str(int(MOMENT.timestamp()) * 1000)
    assert signed.query["timestamp"] == milliseconds and signed.query["access_token"] == "t"
    assert signed.query["sign"] == hmac_of("SECx", f"{milliseconds}\nSECx")
    seconds = str(int(MOMENT.timestamp()))
    assert feishu.body == {
        "timestamp": seconds,
        "sign": hmac_of(f"{seconds}\ns", ""),
        "msg_type": "text",
        "content": {"text": text},
    }
    assert bare.body == {"msg_type": "text", "content": {"text": text}}


@pytest.mark.parametrize(
    ("answer", "told", "asked"),
    [
        ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), "没有接受（93000 invalid webhook url）", 1),
        ((200, {"hello": 1}), "不是群机器人的回答", 1),
        ((302, {}), "没有跟去", 1),
        ((500, {}), "试了 2 次都失败：服务器回答 500", 2),
    ],
)
def test_a_bot_that_does_not_take_it(answer: tuple[int, dict[str, object]], told: str, asked: int) -> None:
    """In words, without the address, which is a secret; asked again only where that can help."""
    with bots() as found:
        found.answers = [answer]
        why = tell_bot(bot(WECOM, f"{found.address}/send?key=canary-key"), NOTE, MOMENT)
    assert told in why and "canary-key" not in why and found.address not in why
    assert len(found.posts) == asked
    assert "没有写它的网址" in tell_bot(bot(WECOM, ""), NOTE, MOMENT)


def test_what_bots_answer() -> None:
    """Zero is yes, whatever it is called."""
    assert refusal(b'{"StatusCode": 0}') == refusal(b'{"code": 0}') == refusal(b'{"errcode": 0}') == ""
    assert refusal(b"<html>") and refusal(b"[]") and refusal(b'{"code": 19021, "msg": "sign"}').endswith("19021 sign）")


def test_texts_for_bots_are_bounded() -> None:
    """Whole lines as many as fit, and a word where the rest is."""
    long = "\n".join(f"{number} 锦屏镇人民政府" for number in range(1000))
    _, body = request(WECOM, "https://x/", "", Note("标题", long), MOMENT)
    text = json.loads(body)["text"]["content"]
    assert (
        len(text.encode()) <= MOST
        and text.endswith(CUT)
        and all(line.endswith("人民政府") for line in text.removesuffix(CUT).splitlines()[1:])
    )
    assert shortened("短", MOST) == "短" and len(shortened("长" * 5000, MOST).encode()) <= MOST


def test_who_is_told(tmp_path: Path) -> None:
    """Read apart from the rest: also where another line is wrong; secrets from the environment, then the file."""
    server = "{主机: smtp.x.example, 发件人: a@x.example, 收件人: b@x.example；c@x.example}"
    site = f"名称: 示例县\n胡写: 1\n通知:\n  邮件: {server}\n"
    (tmp_path / "site.yaml").write_text(f"{site}  群机器人:\n    - {{名称: qun, 类型: 钉钉}}\n", "utf-8")
    filed = {"mail": {"PASSWORD": "p1"}, "qun": {"URL": "https://f/", "SIGN": "s1"}}
    found = correspondence_of(tmp_path, {"GONGKAI_QUN_URL": "https://e/"}, filed)
    assert found.mail is not None and found.mail.fields.receivers == ("b@x.example", "c@x.example")
    assert found.mail.password == "p1" and (found.bots[0].url, found.bots[0].secret) == ("https://e/", "s1")
    assert "p1" not in repr(found) and "s1" not in repr(found) and "https://e/" not in repr(found)
    (tmp_path / "site.yaml").write_text("名称: x\n", "utf-8")
    assert correspondence_of(tmp_path, {}, {}) == Correspondence()
    for wrong in ("收件人: b", "收件人: b@x.example, 加密: SSL", "收件人: b@x.example, 端口: 0"):
        line = f"通知:\n  邮件: {{主机: h, 发件人: a@x.example, {wrong}}}\n"
        (tmp_path / "site.yaml").write_text(line, "utf-8")
        assert correspondence_of(tmp_path, {}, {}).wrong
    (tmp_path / "unit.yaml").write_text("名称: 1\n胡写: 2\n通知邮箱: a@x.example，坏的；b@x.example\n", "utf-8")
    assert contacts_of(tmp_path) == ("a@x.example", "b@x.example")
    (tmp_path / "unit.yaml").write_text("通知邮箱:\n  - a@x.example\n", "utf-8")
    assert contacts_of(tmp_path) == ("a@x.example",) and contacts_of(tmp_path / "none") == ()


@pytest.mark.parametrize("slip", ["签名私钥: [", "主题：default", '简介: "没有完'])
def test_who_is_told_where_a_file_cannot_be_read(tmp_path: Path, slip: str) -> None:
    """What was written last; where nothing is known, what the lines of that field say, unless they are there twice."""
    server = "{主机: smtp.x.example, 发件人: a@x.example, 收件人: b@x.example}"
    own = f"通知:\n  邮件: {server}\n# 说明\n"
    (tmp_path / "site.yaml").write_text(f"名称: 示例县\n{slip}\n{own}", "utf-8")
    found = correspondence_of(tmp_path, {"GONGKAI_MAIL_PASSWORD": "p1"}, {})
    assert found.mail and found.mail.fields.receivers == ("b@x.example",) and found.mail.password == "p1"
    assert found.wrong.startswith("site.yaml 第 2 行读不懂")
    last = {"邮件": {"主机": "h", "发件人": "a@x.example", "收件人": "last@x.example"}}
    again = correspondence_of(tmp_path, {}, {}, last)
    assert again.mail and again.mail.fields.receivers == ("last@x.example",) and again.written == last
    (tmp_path / "site.yaml").write_text(f"{own}{slip}\n{own}", "utf-8")
    assert correspondence_of(tmp_path, {}, {}) == Correspondence(wrong=correspondence_of(tmp_path, {}, {}).wrong)
    (tmp_path / "unit.yaml").write_text(f"{slip}\n通知邮箱：\n  - u@x.example\n\n电话: 1\n", "utf-8")
    assert contacts_of(tmp_path) == ("u@x.example",)
    assert contacts_of(tmp_path, ("last@x.example",)) == ("last@x.example",)
    assert contacts_of(tmp_path / "gone", ("last@x.example",)) == ("last@x.example",)


def test_what_a_night_keeps_of_them(tmp_path: Path) -> None:
    """For the builder's eyes, the same when it is read, and nothing where it was spoilt."""
    book = AddressBook({"邮件": {"主机": "h"}}, {"jinping": ("u@x.example",)})
    (tmp_path / "nightly").mkdir()
    save(tmp_path, book)
    path = tmp_path / "nightly/addresses.json"
    assert load(tmp_path) == book and path.stat().st_mode & 0o777 == 0o600
    for spoilt in ("", "[]", '{"contacts": 1, "messages": null}'):
        path.write_text(spoilt, "utf-8")
        assert load(tmp_path) == AddressBook()


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "对方的端口没有开（[Errno 111] Connection refused）"),
        (TimeoutError("timed out"), "对方没有回答（timed out）"),
        (socket.gaierror(-2, "Name or service not known"), "找不到这台主机的地址"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "加密没有谈成"),
        (URLError(ConnectionRefusedError(111, "Connection refused")), "对方的端口没有开"),
        (
            smtplib.SMTPSenderRefused(553, "不是您的".encode(), "a@x.example"),
            "服务器不收这个发件人的信（553 不",
        ),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "对方中途断开了"),
        (OSError("odd"), "没有送到（odd）"),
    ],
)
def test_why_it_was_not_sent(error: Exception, meaning: str) -> None:
    """In Chinese, with a remedy; what the system said stands behind."""
    found = told(error)
    assert found.startswith(meaning) and found.count("\n  改法: ") == 1, found
