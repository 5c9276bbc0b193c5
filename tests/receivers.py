"""A real SMTP server and a real HTTP server on the loopback, that keep what they are sent."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from web_servers import free_port

USER, PASSWORD = "gongkai", "canary mail pass"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it came over the line."""

    sender: str
    receivers: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """It, read as a mail program reads it."""
        found = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.message.get_content()).replace("\r\n", "\n")


@dataclass
class Postbox:
    """What an SMTP server has taken; `refusals` are answered first, one a letter."""

    port: int = 0
    certificate: Path = Path()
    letters: list[Letter] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a letter."""
        if self.refusals:
            return self.refusals.pop(0)
        assert not server.require_starttls or session.ssl is not None
        self.letters.append(Letter(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        return "250 OK"


@contextmanager
def postbox(folder: Path, encrypted: bool = False) -> Iterator[Postbox]:
    """An SMTP server; an encrypted one wants STARTTLS and a password."""
    controller = pytest.importorskip("aiosmtpd.controller", reason="需要 aiosmtpd：make .venv/.test")
    from aiosmtpd.smtp import AuthResult, LoginPassword

    box = Postbox(free_port())

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> Any:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    more: dict[str, Any] = {}
    if encrypted:
        box.certificate, key = certificate(folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(box.certificate, key)
        more = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": known}
    server = controller.Controller(box, hostname="127.0.0.1", port=box.port, **more)
    server.start()
    try:
        yield box
    finally:
        server.stop()


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for the loopback and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("需要 openssl：apt-get install openssl")
    folder.mkdir(parents=True, exist_ok=True)
    found, key = folder / "mail.pem", folder / "mail.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    more = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", str(found), "-keyout", str(key)]
    subprocess.run([*command, *more], check=True, capture_output=True)
    return found, key


@dataclass(frozen=True, slots=True)
class Post:
    """What was posted to a bot: path, query, headers, body."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: dict[str, Any]
    size: int


@dataclass
class Bots:
    """What an HTTP server was sent; `answers` are given one after the other, the last for good."""

    address: str = ""
    posts: list[Post] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=lambda: [(200, {"errcode": 0, "errmsg": "ok"})])


@contextmanager
def bots() -> Iterator[Bots]:
    """A server that group bots could be behind."""
    found = Bots()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
            found.posts.append(Post(parts.path, query, dict(self.headers), json.loads(data), len(data)))
            status, answer = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
