"""Media types (IANA) by the extension of a file: for machines that fetch what is published, and for who serves it.

The standard library's table is not asked, since it differs from one system to the next.
"""

from __future__ import annotations

_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "csv": "text/csv",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "m3u8": "application/vnd.apple.mpegurl",
    "ts": "video/mp2t",
    "m4s": "video/iso.segment",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "html": "text/html",
    "htm": "text/html",
    "shtml": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "svg": "image/svg+xml",
    "ico": "image/vnd.microsoft.icon",
    "woff2": "font/woff2",
    "ics": "text/calendar",
}
UNKNOWN = "application/octet-stream"
DESCRIPTION = ".well-known/resourcesync"  # XML without an extension (ANSI/NISO Z39.99)


def media_type(name: str) -> str:
    """The media type of a file by its name."""
    if name.endswith(DESCRIPTION):
        return TYPES["xml"]
    return TYPES.get(name.rpartition(".")[2].lower(), UNKNOWN)


def content_type(name: str) -> str:
    """What a server says of a file: its type, and of text that it is UTF-8, which all of ours is."""
    return content_type_of(media_type(name))


def content_type_of(media: str) -> str:
    """The same of a media type."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
