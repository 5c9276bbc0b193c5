"""Why a message could not be sent: in Chinese with what to do about it, the system's own words behind it."""

from __future__ import annotations

import errno
import smtplib
import socket
import ssl
from http.client import HTTPException
from urllib.error import HTTPError, URLError

from generator.wording import one_line

LONGEST = 300  # characters of the system's words that are told

_ERRNO = {
    errno.ECONNREFUSED: (
        "对方的端口没有开",
        "核对主机和端口；nc -vz 主机 端口 不通的，请管那台服务器的同志看",
    ),
    errno.ECONNRESET: ("对方中途断开了", "核对端口和加密是不是一对：TLS 多是 465，STARTTLS 多是 587"),
    errno.EHOSTUNREACH: ("到不了那台主机", "核对主机，看防火墙和路由放不放行"),
    errno.ENETUNREACH: ("本机没有通到那边的网络", "看本机的网络、网关"),
    errno.ETIMEDOUT: ("对方没有回答", "核对主机和端口，看防火墙放不放行"),
}
_KINDS: tuple[tuple[type[Exception], str, str], ...] = (
    (socket.gaierror, "找不到这台主机的地址", "核对主机名，看本机的域名解析（getent hosts 主机）"),
    (TimeoutError, *_ERRNO[errno.ETIMEDOUT]),
    (
        ssl.SSLCertVerificationError,
        "服务器的证书不可信",
        "自签的，把证书文件的路径写在“证书”；过期的、主机名不对的请对方换",
    ),
    (ssl.SSLError, "加密没有谈成", "核对端口和加密是不是一对：TLS 多是 465，STARTTLS 多是 587"),
    (
        smtplib.SMTPAuthenticationError,
        "用户名或密码不对",
        "核对“用户”和凭据文件里 mail 的 PASSWORD；有的邮箱要用授权码",
    ),
    (smtplib.SMTPRecipientsRefused, "服务器不收给这些人的信", "核对收件的邮箱"),
    (smtplib.SMTPSenderRefused, "服务器不收这个发件人的信", "“发件人”多要与登录的“用户”是同一个邮箱"),
    (smtplib.SMTPNotSupportedError, "服务器不支持这样登录或加密", "核对“端口”“加密”和“用户”"),
    (smtplib.SMTPServerDisconnected, *_ERRNO[errno.ECONNRESET]),
    (smtplib.SMTPException, "邮件服务器没有接受", "照它说的改；不明白的把这一行发给管邮箱的同志"),
    (HTTPException, "对方的回答不是网页服务器的回答", "核对凭据文件里的 URL"),
)
_OTHER = ("没有送到", "照括号里的原因排除；不明白的把这一行发给软件维护者")


def told(error: Exception) -> str:
    """One failure, in two lines: what it means with the original words, and how to mend it."""
    if isinstance(error, HTTPError):
        return f"服务器回答 {error.code}\n  改法: 核对凭据文件里的 URL；5 开头的是对方的故障，等下一晚"
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    what, remedy = _meaning(cause)
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        what = f"服务器不收给 {'、'.join(sorted(cause.recipients))} 的信"
    return f"{what}（{_words(cause)}）\n  改法: {remedy}"


def _words(cause: Exception) -> str:
    """What the system, or the server, said."""
    if isinstance(cause, smtplib.SMTPResponseException):
        said = cause.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return one_line(f"{cause.smtp_code} {text}")[:LONGEST]
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        return "、".join(str(code) for code, _ in cause.recipients.values())
    return one_line(str(cause) or type(cause).__name__)[:LONGEST]


def _meaning(cause: Exception) -> tuple[str, str]:
    if isinstance(cause, OSError) and cause.errno in _ERRNO:
        return _ERRNO[cause.errno]
    return next(((what, remedy) for kind, what, remedy in _KINDS if isinstance(cause, kind)), _OTHER)
