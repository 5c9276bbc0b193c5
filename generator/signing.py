"""Signatures of an edition: who holds the private key has published it, and whoever has the public key can tell.

Two kinds of keys: Ed25519 (RFC 8032), and SM2 with SM3 (GB/T 32918, GM/T 0009) where the county must use the nation's
ciphers. The first is made by the library `cryptography`, which has no SM2; the second by the command `openssl` (3.0 or
later), which every server has and which is better kept than any SM2 in Python. A signature file may hold both. A key
goes by its fingerprint, the sha-256 of its public half (SubjectPublicKeyInfo in DER).
"""

from __future__ import annotations

import json
import os
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.errors import GeneratorError, UsageError
from generator.files import exposure

FORMAT = 1
ED25519, SM2 = "ed25519", "sm2-sm3"
ALGORITHMS = (ED25519, SM2)
PUBLIC, PRIVATE = "PUBLIC KEY", "PRIVATE KEY"
MOST = 1 << 16  # bytes of a key or signature file
SECONDS = 20  # for one call of openssl
_HEADS = {  # how a public key in DER begins: its algorithm, and how long the rest is
    bytes.fromhex("302a300506032b6570032100"): (ED25519, 32),
    bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004"): (SM2, 64),
}
_SM2_OPTIONS = ("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678")  # the signer's name of GM/T 0009


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What anybody may have: the algorithm and the key's bytes in DER."""

    algorithm: str
    der: bytes

    @property
    def fingerprint(self) -> str:
        """The key's name: the sha-256 of its bytes."""
        return sha256(self.der).hexdigest()

    @property
    def pem(self) -> bytes:
        """The key as a file holds it."""
        return _pem(PUBLIC, self.der)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """Where a private key lies, and its public half; the secret itself is read only while something is signed."""

    path: Path
    public: PublicKey


def read_public_key(path: Path) -> PublicKey:
    """The public key in a PEM file; `UsageError` where there is none that we know."""
    return _public(_unwrapped(_read(path), PUBLIC, path), path)


def read_private_key(path: Path) -> PrivateKey:
    """The private key in a PEM file that nobody else can read or own; `UsageError` where it is not one."""
    data = _read(path)
    if told := exposure(path):
        advice = f"运行 chown $(id -un) {path} && chmod 600 {path}；如果别人已经读过，换一把新的"
        raise UsageError(f"私钥文件{told}", str(path), advice)
    if b"BEGIN ENCRYPTED " in data:
        raise UsageError("私钥加了口令，无人值守时用不了", str(path), "用不带口令的私钥，靠文件权限保护")
    der = _unwrapped(data, PRIVATE, path)
    if b"\x06\x03\x2b\x65\x70" in der[:16]:
        return PrivateKey(path, _public(_ed25519_public(data, path), path))
    return PrivateKey(path, _public(_openssl("pkey", "-in", str(path), "-pubout", "-outform", "DER"), path))


def new_key(folder: Path, algorithm: str = ED25519) -> tuple[Path, Path]:
    """Make a pair of keys in a folder, never over a file that is there; returns the private file and the public one."""
    name = algorithm.partition("-")[0]
    private, public = folder / f"gongkai-{name}.private.pem", folder / f"gongkai-{name}.public.pem"
    for path in (private, public):
        if os.path.lexists(path):
            raise UsageError("已经有这个密钥文件，不覆盖", str(path), "换一个文件夹；旧密钥不再用的，先把它移走")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = _ed25519_new() if algorithm == ED25519 else _openssl("genpkey", "-algorithm", "SM2")
    _write(private, secret, 0o600)
    _write(public, read_private_key(private).public.pem, 0o644)
    return private, public


def sign(data: bytes, *keys: PrivateKey) -> bytes:
    """A signature file for these bytes, with one signature a key."""
    if not keys:
        raise UsageError("没有给出签名用的私钥", "", "用 gongkai keys new 生成一对密钥")
    rows = [
        {
            "algorithm": key.public.algorithm,
            "key": key.public.fingerprint,
            "signature": b64encode(_signature(data, key)).decode(),
        }
        for key in sorted(keys, key=lambda key: (key.public.algorithm, key.public.fingerprint))
    ]
    return (json.dumps({"format": FORMAT, "signatures": rows}, indent=1) + "\n").encode()


def refusal(data: bytes, signature: bytes | None, keys: Sequence[PublicKey]) -> str:
    """Why these bytes are not believed; "" where every one of the given keys has signed them."""
    if not keys:
        raise UsageError("没有给出核对签名的公钥", "", "用 --key 写公钥文件，例如 --key gongkai-ed25519.public.pem")
    if signature is None:
        return "没有签名"
    rows = _rows(signature)
    if rows is None:
        return "签名文件读不懂"
    return next((reason for key in keys if (reason := _objection(data, rows, key))), "")


def _objection(data: bytes, rows: Iterable[tuple[str, str, bytes]], key: PublicKey) -> str:
    """What is wrong with the signature of one key."""
    own = [(algorithm, value) for algorithm, name, value in rows if name == key.fingerprint]
    if not own:
        others = "、".join(f"{name[:16]}（{algorithm}）" for algorithm, name, _ in rows) or "没有密钥"
        return f"不是用这把密钥签的：要的是 {key.fingerprint[:16]}，签名的是 {others}"
    algorithm, value = own[0]
    if algorithm not in ALGORITHMS:
        return f"不认识签名算法「{algorithm}」"
    if len(own) > 1 or algorithm != key.algorithm:
        return f"签名写的算法「{algorithm}」与密钥不符"
    return "" if _holds(data, value, key) else f"签名与内容不符（密钥 {key.fingerprint[:16]}）"


def _rows(signature: bytes) -> list[tuple[str, str, bytes]] | None:
    """Algorithm, key and value of every signature in a file; None where it is no signature file."""
    try:
        told = json.loads(signature) if len(signature) <= MOST else None
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            return None
        return [
            (str(row["algorithm"]), str(row["key"]), b64decode(row["signature"], validate=True))
            for row in told["signatures"]
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


# ── the two algorithms ──────────────────────────────────────────────────────────────────────────────────────────


def _signature(data: bytes, key: PrivateKey) -> bytes:
    if key.public.algorithm == SM2:
        return _openssl("pkeyutl", "-sign", "-inkey", str(key.path), *_SM2_OPTIONS, given=data)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    secret = load_pem_private_key(_read(key.path), None)
    assert isinstance(secret, Ed25519PrivateKey), "its head said so when it was read"
    return secret.sign(data)


def _holds(data: bytes, value: bytes, key: PublicKey) -> bool:
    if key.algorithm == SM2:
        return _sm2_holds(data, value, key)
    _need_library()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.der[-32:]).verify(value, data)
    except InvalidSignature:
        return False
    return True


def _sm2_holds(data: bytes, value: bytes, key: PublicKey) -> bool:
    with TemporaryDirectory(prefix="gongkai-") as folder:
        public, signature = Path(folder, "public.pem"), Path(folder, "signature")
        public.write_bytes(key.pem)
        signature.write_bytes(value)
        options = ("-pubin", "-inkey", str(public), "-sigfile", str(signature), *_SM2_OPTIONS)
        done = _run("pkeyutl", "-verify", *options, given=data)
    if done.returncode not in (0, 1):
        raise _openssl_failed(done)
    return done.returncode == 0 and b"Verified Successfully" in done.stdout


def _ed25519_new() -> bytes:
    _need_library()
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return Ed25519PrivateKey.generate().private_bytes(kind, form, serialization.NoEncryption())


def _ed25519_public(pem: bytes, path: Path) -> bytes:
    _need_library()
    from cryptography.hazmat.primitives import serialization

    try:
        secret = serialization.load_pem_private_key(pem, None)
    except ValueError:
        raise _no_key(path) from None
    kind, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return secret.public_key().public_bytes(kind, form)


def _need_library() -> None:
    try:
        import cryptography  # noqa: F401
    except ImportError:
        advice = "运行 pip install 'gongkai[publish]'，或者用 --sm2 的密钥"
        raise GeneratorError("没有安装签名用的程序库 cryptography", "", advice) from None


def _openssl(*arguments: str, given: bytes = b"") -> bytes:
    """What openssl writes; `GeneratorError` where it fails."""
    done = _run(*arguments, given=given)
    if done.returncode:
        raise _openssl_failed(done)
    return done.stdout


def _run(*arguments: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["openssl", *arguments], input=given, capture_output=True, timeout=SECONDS, check=False)
    except FileNotFoundError:
        raise GeneratorError("没有 openssl 命令，国密签名要用它", "", "安装 openssl 3.0 或更高版本") from None
    except subprocess.TimeoutExpired:
        raise GeneratorError("openssl 没有回应", "", "检查这台机器的 openssl") from None


def _openssl_failed(done: subprocess.CompletedProcess[bytes]) -> GeneratorError:
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return GeneratorError("openssl 出错", told[0] if told else "", "要 openssl 3.0 或更高版本，密钥要是 SM2 的")


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST)
    except OSError:
        raise UsageError("读不了密钥文件", str(path), "检查路径和权限") from None


def _write(path: Path, data: bytes, mode: int) -> None:
    """A new file, on the disk before anybody relies on it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with open(handle, "wb") as stream:
        os.fchmod(handle, mode)
        stream.write(data)
        stream.flush()
        os.fsync(handle)


def _pem(label: str, der: bytes) -> bytes:
    text = b64encode(der).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()


def _unwrapped(data: bytes, label: str, path: Path) -> bytes:
    """The bytes between the two lines of a PEM file."""
    head, tail = f"-----BEGIN {label}-----".encode(), f"-----END {label}-----".encode()
    _, found, rest = data.partition(head)
    body, ended, _ = rest.partition(tail)
    try:
        der = b64decode(b"".join(body.split()), validate=True)
    except ValueError:
        der = b""
    if not found or not ended or not der:
        raise _no_key(path, "公钥" if label == PUBLIC else "私钥")
    return der


def _public(der: bytes, path: Path) -> PublicKey:
    for head, (algorithm, rest) in _HEADS.items():
        if der.startswith(head) and len(der) == len(head) + rest:
            return PublicKey(algorithm, der)
    raise _no_key(path)


def _no_key(path: Path, what: str = "密钥") -> UsageError:
    return UsageError(f"这不是本软件认识的{what}", str(path), "要 Ed25519 或 SM2 的 PEM 文件，用 gongkai keys new 生成")
