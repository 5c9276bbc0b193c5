"""Requests to object storage: their bodies, counted on their way, and what its refusals mean."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from generator.errors import GeneratorError
from generator.sending import PIECE, Meter, interrupted, network_fault, no_permission, no_space, not_let_in


class Body:
    """Bytes for one request, counted as they go out; the signature is made from them before and does not count."""

    def __init__(self, data: bytes, meter: Meter) -> None:
        self._stream = BytesIO(data)
        self._meter = meter
        self.leaving = False
        self.size = len(data)

    def read(self, count: int = -1) -> bytes:
        """What the library sends next."""
        found = self._stream.read(min(count, PIECE) if self.leaving and count > 0 else count)
        if self.leaving:
            self._meter.add(len(found))
        return found

    def seek(self, place: int, whence: int = 0) -> int:
        """Back to the start, for another try."""
        return self._stream.seek(place, whence)

    def tell(self) -> int:
        """Where it is."""
        return self._stream.tell()

    def __len__(self) -> int:
        return self.size


_REFUSED = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidAccessKey", "AuthFailure", "401")
_FULL = ("QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity", "StorageFull", "507")


def fault(error: Exception, where: str) -> GeneratorError | None:
    """What an error of the library means."""
    from botocore import exceptions  # type: ignore[import-untyped]

    if isinstance(error, exceptions.ClientError):
        return _refusal(error.response, where)
    if isinstance(error, exceptions.ConnectTimeoutError | exceptions.ReadTimeoutError):
        return network_fault(TimeoutError(), where)
    if isinstance(error, exceptions.EndpointConnectionError):
        cause = str(error.kwargs.get("error", ""))
        resolved = "resolve" not in cause and "Name or service" not in cause
        return network_fault(ConnectionRefusedError() if resolved else OSError(-2, "name"), where)
    if isinstance(error, exceptions.SSLError):
        return GeneratorError("服务器的证书不可信", where, "核对接入点；自签证书要加入本机信任的证书")
    if isinstance(error, exceptions.HTTPClientError):
        return interrupted(where)
    if isinstance(error, exceptions.BotoCoreError):
        return GeneratorError("对象存储的配置用不了", where, type(error).__name__)
    return network_fault(error, where)


def _refusal(response: Any, where: str) -> GeneratorError:
    code = str(response.get("Error", {}).get("Code", ""))
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _REFUSED:
        return not_let_in(where)
    if code in _FULL:
        return no_space(where)
    if code in ("AccessDenied", "403"):
        return no_permission(where)
    if code in ("NoSuchBucket", "404"):
        return GeneratorError("没有这个存储桶", where, "核对“存储桶”“区域”和“接入点”")
    if status >= 500 or code in ("SlowDown", "RequestTimeout"):
        return interrupted(where)
    return GeneratorError("对象存储不肯执行", where, f"服务器说：{code}")
