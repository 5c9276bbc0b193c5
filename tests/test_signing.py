"""Keys and signatures: made, told apart, judged by programs that know nothing of ours; and what is not believed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest

from conftest import Workspace
from county import County
from generator.errors import UsageError
from generator.signing import (
    ALGORITHMS,
    ED25519,
    SM2,
    PublicKey,
    new_key,
    read_private_key,
    read_public_key,
    refusal,
    sign,
)
from published_places import key_in

DATA = b'{"format":1}\n'


def run(*command: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(each) for each in command], input=given, capture_output=True, check=False)


def value_of(signature: bytes, number: int = 0) -> bytes:
    return b64decode(json.loads(signature)["signatures"][number]["signature"])


@pytest.fixture(params=ALGORITHMS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    return new_key(tmp_path / "keys", request.param)


def test_a_signature_holds_for_these_bytes_and_this_key(pair: tuple[Path, Path], tmp_path: Path) -> None:
    private, public = read_private_key(pair[0]), read_public_key(pair[1])
    assert private.public == public and public.fingerprint in sign(DATA, private).decode()
    signature = sign(DATA, private)
    assert refusal(DATA, signature, (public,)) == ""
    assert "签名与内容不符" in refusal(DATA + b" ", signature, (public,))
    other = key_in(tmp_path / "other", public.algorithm)
    assert "不是用这把密钥签的" in refusal(DATA, signature, (other.public,))
    assert "不是用这把密钥签的" in refusal(DATA, sign(DATA, other), (public,))


def test_keys_are_for_their_owner_and_never_written_over(pair: tuple[Path, Path]) -> None:
    assert stat.S_IMODE(pair[0].stat().st_mode) == 0o600
    before = [each.read_bytes() for each in pair]
    algorithm = read_public_key(pair[1]).algorithm
    for gone in pair:
        with pytest.raises(UsageError, match="不覆盖"):
            new_key(pair[0].parent, algorithm)
        gone.rename(gone.with_suffix(".aside"))
    for path, data in zip(pair, before, strict=True):
        assert path.with_suffix(".aside").read_bytes() == data
    if os.geteuid() == 0:
        os.chown(pair[0].with_suffix(".aside"), 12345, -1)
        with pytest.raises(UsageError, match="是别的用户的"):
            read_private_key(pair[0].with_suffix(".aside"))
        os.chown(pair[0].with_suffix(".aside"), 0, -1)
    pair[0].with_suffix(".aside").chmod(0o640)
    with pytest.raises(UsageError, match="别人也能读"):
        read_private_key(pair[0].with_suffix(".aside"))


def test_openssl_agrees_on_ed25519(tmp_path: Path) -> None:
    private, public = new_key(tmp_path, ED25519)
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "value").write_bytes(value_of(sign(DATA, read_private_key(private))))
    judge = ("openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", public)
    done = run(*judge, "-in", tmp_path / "data", "-sigfile", tmp_path / "value")
    assert done.returncode == 0, done.stderr
    (tmp_path / "data").write_bytes(DATA + b" ")
    assert run(*judge, "-in", tmp_path / "data", "-sigfile", tmp_path / "value").returncode != 0


def test_openssl_agrees_on_sm2(tmp_path: Path) -> None:
    private, public = new_key(tmp_path, SM2)
    (tmp_path / "value").write_bytes(value_of(sign(DATA, read_private_key(private))))
    judge = ("openssl", "dgst", "-sm3", "-sigopt", "distid:1234567812345678", "-verify", public)
    assert run(*judge, "-signature", tmp_path / "value", given=DATA).returncode == 0
    assert run(*judge, "-signature", tmp_path / "value", given=DATA + b" ").returncode != 0
    assert run("openssl", "pkey", "-pubin", "-in", public, "-noout", "-text").stdout.count(b"SM2") == 1


def test_keys_of_openssl_are_taken(tmp_path: Path) -> None:
    """A county that has keys already, made by other tools."""
    for name in ("ed25519", "SM2"):
        private, public = tmp_path / f"{name}.pem", tmp_path / f"{name}.pub"
        assert run("openssl", "genpkey", "-algorithm", name, "-out", private).returncode == 0
        private.chmod(0o600)
        assert run("openssl", "pkey", "-in", private, "-pubout", "-out", public).returncode == 0
        key = read_private_key(private)
        assert read_public_key(public) == key.public
        assert refusal(DATA, sign(DATA, key), (key.public,)) == ""


def test_two_signatures_of_one_edition(tmp_path: Path) -> None:
    """Whoever knows one key asks for that one; whoever gives both wants both."""
    one, other = key_in(tmp_path), key_in(tmp_path, SM2)
    both = sign(DATA, one, other)
    assert [row["algorithm"] for row in json.loads(both)["signatures"]] == [ED25519, SM2]
    for keys in ((one.public,), (other.public,), (one.public, other.public)):
        assert refusal(DATA, both, keys) == ""
    assert "不是用这把密钥签的" in refusal(DATA, sign(DATA, one), (one.public, other.public))


def test_what_is_not_believed_is_said(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    good = json.loads(sign(DATA, key))
    row = good["signatures"][0]

    def told(*rows: object, **more: object) -> str:
        return refusal(DATA, json.dumps({**good, "signatures": rows, **more}).encode(), (key.public,))

    assert told(row) == ""
    assert "没有签名" in refusal(DATA, None, (key.public,))
    assert "不认识签名算法「rot13」" in told({**row, "algorithm": "rot13"})
    assert "与密钥不符" in told({**row, "algorithm": SM2})
    assert "与密钥不符" in told(row, row)
    assert "没有密钥" in told()
    assert "签名与内容不符" in told({**row, "signature": ""})
    assert "读不懂" in told({**row, "signature": "!"}) and "读不懂" in told(row, format=2) and "读不懂" in told(1)
    for data in (b"", b"[]", b"{", b"\xff", b"[" * 100_000, b" " * 100_000):
        assert refusal(DATA, data, (key.public,)) == "签名文件读不懂"
    with pytest.raises(UsageError, match="没有给出核对签名的公钥"):
        refusal(DATA, sign(DATA, key), ())
    with pytest.raises(UsageError, match="没有给出签名用的私钥"):
        sign(DATA)


def test_a_file_that_is_no_key_is_said_to_be_none(tmp_path: Path) -> None:
    private, public = new_key(tmp_path)
    rsa = tmp_path / "rsa.pem"
    run("openssl", "genpkey", "-algorithm", "RSA", "-out", rsa)
    rsa.chmod(0o600)
    wrapped = tmp_path / "wrapped.pem"
    run("openssl", "pkcs8", "-topk8", "-in", private, "-passout", "pass:x", "-out", wrapped)
    wrapped.chmod(0o600)
    empty = tmp_path / "empty.pem"
    empty.touch(0o600)
    for path in (rsa, wrapped, empty, public, tmp_path / "missing.pem"):
        with pytest.raises(UsageError) as told:
            read_private_key(path)
        assert "PRIVATE" not in str(told.value)
    for path in (private, rsa, empty, tmp_path):
        with pytest.raises(UsageError):
            read_public_key(path)


def test_the_secret_is_in_no_text(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    secret = b"".join(key.path.read_bytes().splitlines()[1:-1]).decode()
    assert secret not in repr(key) and secret not in sign(DATA, key).decode()
    assert (
        isinstance(key.public, PublicKey) and key.public.pem == (tmp_path / "gongkai-ed25519.public.pem").read_bytes()
    )


def test_the_command_makes_keys(tmp_path: Path) -> None:
    County(tmp_path / "county", ("jinping",))
    workspace = Workspace(tmp_path / "county")
    done = workspace.run("keys", "new", str(tmp_path / "keys"))
    assert done.status == 0, done.errors
    assert read_public_key(tmp_path / "keys/gongkai-ed25519.public.pem").fingerprint in done.output
    again = workspace.run("keys", "new", str(tmp_path / "keys"))
    assert again.status == 2 and "不覆盖" in again.errors
    assert workspace.run("keys", "new", "--sm2", str(tmp_path / "keys")).status == 0
    (tmp_path / "way").symlink_to(tmp_path / "county/content")
    for folder in ("county/content/x", "county/output", "county/themes/a/b", "way/x"):
        refused = workspace.run("keys", "new", str(tmp_path / folder))
        assert refused.status == 2 and "私钥不能放在" in refused.errors, folder
    assert not list((tmp_path / "county").rglob("*.pem"))
