"""Object storage with the S3 interface: Aliyun OSS, Huawei OBS, Tencent COS, MinIO and others, by their endpoint.

New content waits under a prefix of its own and is copied into place on the server, object by object in the order of
the change; so each page is the old or the new one, and nothing leads to what is not there yet. Only what all of these
services understand is used: single deletions, the first form of listing, Content-MD5 and no newer checksums.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import md5
from pathlib import Path
from typing import Any, NamedTuple

from generator.changes import SEAL, Change, Item, rank, steps
from generator.errors import GeneratorError
from generator.media_types import content_type
from generator.releases import release_name
from generator.sending import (
    Effort,
    Lines,
    Meter,
    bounded,
    pieces,
    watched,
)
from generator.targets import Place, Progress, Settings
from generator.targets._objects import Body, fault

KIND = "s3"
OPTIONS = {
    "接入点": "服务的地址，例如 https://oss-cn-hangzhou.aliyuncs.com",
    "存储桶": "存储桶的名称",
    "前缀": "网站在存储桶里的位置，不写是根",
    "区域": "区域代号，例如 cn-hangzhou",
    "寻址": "“域名”（多数公有云）或“路径”（MinIO），不写是“域名”",
    "签名": "“v4”或“v2”，不写是“v4”",
    "缓存": "Cache-Control 的值，不写是 max-age=300",
}
SECRETS = {"ACCESS_KEY": "AccessKey 的 ID", "SECRET_KEY": "AccessKey 的密钥"}

STAGING = ".gongkai-staging/"
PART = 8 << 20  # bytes; larger files go in parts of this size, each kept by the server
_ADDRESSING = {"域名": "virtual", "路径": "path"}
_SIGNATURES = {"v4": "s3v4", "v2": "s3"}


class _Done(NamedTuple):
    """What of a change is in place already, noted on this machine: to ask the server would cost as much as to copy."""

    path: Path

    def read(self) -> set[str]:
        return set(self.path.read_text("utf-8").splitlines()) if self.path.exists() else set()

    def add(self, address: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(f"{address}\n")


class _Keys(NamedTuple):
    """Where things lie in the bucket."""

    bucket: str
    prefix: str

    def public(self, address: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": f"{self.prefix}{address}"}

    def staged(self, item: Item) -> dict[str, str]:
        return self.public(f"{STAGING}{item.state.sha256}")


@dataclass(frozen=True, slots=True)
class _S3:
    keys: _Keys
    state: Path
    where: str
    cache: str
    effort: Effort
    lines: Lines[Any]

    def receipt(self, address: str, most: int) -> bytes | None:
        found = self.lines.once(lambda client: _read(client, self.keys.public(address), most + 1))
        return None if found is None else bounded(found, most, address)

    def send(self, change: Change, progress: Progress) -> int:
        meter = Meter(change.size, progress)
        there = self.lines.once(lambda client: _listed(client, self.keys))
        wanted = {each.state.sha256: each for each in change.uploads if not self._waits(each, there)}
        small = [each for each in wanted.values() if each.state.size <= PART]
        with watched(meter, self.effort, self.where, lambda: None):
            self.lines.each(small, lambda client, each: _put(client, self.keys.staged(each), each, meter))
            for each in wanted.values():
                if each.state.size > PART:
                    self._send_in_parts(each, meter)
        return meter.sent

    def commit(self, change: Change) -> None:
        done = _Done(self.state / f"{release_name(change)}.done")
        there = done.read()
        for uploads, removals in steps(change):
            wanted = [each for each in uploads if each.address not in there]
            self.lines.each(wanted, lambda client, each: self._publish(client, each, done))
            self.lines.each(removals, lambda client, each: client.delete_object(**self.keys.public(each)))

    def tidy(self, change: Change) -> None:
        left = self.lines.once(lambda client: _listed(client, self.keys))
        self.lines.each(left, lambda client, key: client.delete_object(Bucket=self.keys.bucket, Key=key))
        for each in self.state.glob("*.done"):
            each.unlink()

    def _waits(self, item: Item, there: Mapping[str, _Waiting]) -> bool:
        """The file waits already, with its own bytes: a name and a size are no proof."""
        key = self.keys.staged(item)
        found = there.get(key["Key"])
        if found is None or found.size != item.state.size:
            return False
        if "-" not in found.tag:
            return found.tag == _md5(item.source.read_bytes()).hex()
        return self.lines.once(lambda client: _own_digest(client, key)) == item.state.sha256

    def _publish(self, client: Any, item: Item, done: _Done) -> None:
        client.copy_object(
            **self.keys.public(item.address),
            CopySource=self.keys.staged(item),
            MetadataDirective="REPLACE",
            ContentType=content_type(item.address),
            CacheControl="no-cache" if rank(item) == SEAL else self.cache,
            Metadata=_noted(item),
        )
        done.add(item.address)

    def _send_in_parts(self, item: Item, meter: Meter) -> None:
        """A large file: what parts of it the server has, byte for byte, are kept, the others are sent, and then all are
        joined."""
        for _ in pieces(item):  # what leaves here in parts is looked at as a whole first
            pass
        key = self.keys.staged(item)
        upload, begun = self.lines.once(lambda client: _begun(client, key, item))
        there = {number: tag for number, tag in begun.items() if tag.strip('"') == _md5(_part(item, number)).hex()}

        def put(client: Any, number: int) -> None:
            part = {**key, "UploadId": upload, "PartNumber": number}
            there[number] = _put_part(client, part, item, meter)

        parts = range(1, -(-item.state.size // PART) + 1)
        self.lines.each([number for number in parts if number not in there], put)
        told = {"Parts": [{"PartNumber": number, "ETag": tag} for number, tag in sorted(there.items())]}
        self.lines.once(lambda client: client.complete_multipart_upload(**key, UploadId=upload, MultipartUpload=told))


def _read(client: Any, key: dict[str, str], most: int) -> bytes | None:
    try:
        with closing(client.get_object(**key)["Body"]) as body:
            found: bytes = body.read(most)
            return found
    except client.exceptions.NoSuchKey:
        return None


class _Waiting(NamedTuple):
    """An object that waits: its size, and its tag, which is the MD5 of what came in one piece (`…-3`: in three)."""

    size: int
    tag: str


def _own_digest(client: Any, key: dict[str, str]) -> str:
    """What we noted with an object when we began to send it in parts, each of which the server has compared."""
    return str(client.head_object(**key)["Metadata"].get("sha256", ""))


def _listed(client: Any, keys: _Keys) -> dict[str, _Waiting]:
    """What waits, by its key."""
    place = keys.public(STAGING)
    pages = client.get_paginator("list_objects").paginate(Bucket=place["Bucket"], Prefix=place["Key"])
    found = (each for page in pages for each in page.get("Contents", ()))
    return {each["Key"]: _Waiting(each["Size"], each["ETag"].strip('"').lower()) for each in found}


def _put(client: Any, key: dict[str, str], item: Item, meter: Meter) -> None:
    data = b"".join(pieces(item))
    client.put_object(**key, Body=Body(data, meter), ContentMD5=_encoded(data), Metadata=_noted(item))


def _put_part(client: Any, part: dict[str, Any], item: Item, meter: Meter) -> str:
    data = _part(item, part["PartNumber"])
    tag: str = client.upload_part(**part, Body=Body(data, meter), ContentMD5=_encoded(data))["ETag"]
    return tag


def _part(item: Item, number: int) -> bytes:
    """The bytes of a part; the first has number 1."""
    with item.source.open("rb") as stream:
        stream.seek((number - 1) * PART)
        return stream.read(PART)


def _begun(client: Any, key: dict[str, str], item: Item) -> tuple[str, dict[int, str]]:
    """An upload in parts that was begun before, with the parts that are there; or a new one."""
    told = client.list_multipart_uploads(Bucket=key["Bucket"], Prefix=key["Key"])
    for upload in told.get("Uploads", ()):
        if upload["Key"] == key["Key"]:
            parts = client.get_paginator("list_parts").paginate(**key, UploadId=upload["UploadId"])
            return upload["UploadId"], {
                part["PartNumber"]: part["ETag"] for page in parts for part in page.get("Parts", ())
            }
    return client.create_multipart_upload(**key, Metadata=_noted(item))["UploadId"], {}


def _noted(item: Item) -> dict[str, str]:
    return {"sha256": item.state.sha256}


def _md5(data: bytes) -> bytes:
    """What all of these services compare what arrives with; it is no secret and guards against no attack."""
    return md5(data, usedforsecurity=False).digest()


def _encoded(data: bytes) -> str:
    return b64encode(_md5(data)).decode()


@contextmanager
def open_place(settings: Settings) -> Iterator[Place]:
    """A bucket; it is first spoken to when something is asked of it."""
    options = {"寻址": "域名", "签名": "v4", "缓存": "max-age=300", "区域": "", "前缀": "", **settings.options}
    where = options.get("接入点", "")
    if not where.startswith(("https://", "http://")) or not options.get("存储桶"):
        raise GeneratorError("对象存储要写“接入点”（以 https:// 开头）和“存储桶”", settings.name)
    if options["寻址"] not in _ADDRESSING or options["签名"] not in _SIGNATURES:
        raise GeneratorError("“寻址”只能是“域名”或“路径”，“签名”只能是“v4”或“v2”", settings.name)
    client = _client(settings, options)
    prefix = options["前缀"].strip("/")
    effort = Effort(settings.width, settings.attempts, settings.patience)
    lines: Lines[Any] = Lines(lambda: client, lambda _: None, partial(fault, where=where), effort)
    try:
        keys = _Keys(options["存储桶"], f"{prefix}/" if prefix else "")
        yield _S3(keys, settings.state, where, options["缓存"], effort, lines)
    finally:
        client.close()


def _client(settings: Settings, options: dict[str, str]) -> Any:
    """One client, which serves all threads; trying again is ours."""
    try:
        import boto3  # type: ignore[import-untyped]
        from botocore.config import Config  # type: ignore[import-untyped]
    except ImportError:
        raise GeneratorError("对象存储方式要用 boto3", "", "安装：pip install 'gongkai[s3]'") from None
    client = boto3.client(
        "s3",
        endpoint_url=options["接入点"],
        region_name=options["区域"] or "us-east-1",
        aws_access_key_id=settings.secrets.get("ACCESS_KEY", ""),
        aws_secret_access_key=settings.secrets.get("SECRET_KEY", ""),
        config=Config(
            signature_version=_SIGNATURES[options["签名"]],
            s3={"addressing_style": _ADDRESSING[options["寻址"]]},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=settings.patience,
            read_timeout=settings.patience,
            retries={"total_max_attempts": 1},
            max_pool_connections=settings.width,
        ),
    )
    client.meta.events.register("before-send.s3", _leaves)
    return client


def _leaves(request: Any, **_: object) -> None:
    """A request is signed and goes out now."""
    if isinstance(request.body, Body):
        request.body.leaving = True
