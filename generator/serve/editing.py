"""The pages below `-/edit/`: documents of a unit, the form of one, and what comes of what a form sends.

A form sends what was changed in it. That is put into the file as it is now (`rewriting.py`), looked at as though it
were saved, and written only where the file is still the one that the form was opened with.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from difflib import unified_diff
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from generator import drafting
from generator.attachments import ALLOWED
from generator.document_fields import DocumentFields
from generator.drafting.document import REVIEW, columns_for, document, give_number, unit_of
from generator.errors import GeneratorError, UsageError
from generator.forms import names_of
from generator.frontmatter import read
from generator.guesses import guessed
from generator.inscription import identity, replace_kept
from generator.kinds import kinds, spellings
from generator.load import texts
from generator.lock import hold
from generator.media_types import content_type
from generator.model import Finding
from generator.plain_marks import escaped
from generator.rewriting import fields_of, rewritten
from generator.serve import deposit, from_word
from generator.serve.answers import Answer, broken
from generator.serve.changes import body_of, digest_of, fits, made_of
from generator.serve.committing import Committer
from generator.serve.form_pages import documents_page, form_page, raw_page, units_page
from generator.serve.orders import Begin, Change, Drop
from generator.serve.panel import gravest_first, told_of
from generator.serve.preview import Preview
from generator.sources import Listing, read_text_file, scan

JSON = content_type("x.json")
TEXT = "/text"  # behind a document's address: its file as text
TRIES = 3  # at a file that somebody else is writing


class Told(NamedTuple):
    """What a form is told: a status of HTTP, and what its page makes of it."""

    status: int
    said: Mapping[str, Any]


class Editing:
    """What forms ask and send, answered in the one thread that works; `since` tells a lock when it was taken."""

    def __init__(self, preview: Preview, word: str, since: Callable[[], str], committer: Committer | None) -> None:
        self.preview = preview
        self.word = word
        self._since = since
        self._committer = committer

    def answer(self, address: str, sent: bytes | None) -> Answer:
        """What an address below `-/edit/` shows, or what comes of what was sent to it."""
        try:
            return self._page(address) if sent is None else _answer(self._ordered(address, sent))
        except OSError as error:
            told = f"文件读不了或写不了：{error.strerror}"
            failed = Told(HTTPStatus.INTERNAL_SERVER_ERROR, {"message": told})
            return broken(failed.status, told, address) if sent is None else _answer(failed)
        except (GeneratorError, UsageError) as error:
            if sent is None:
                return broken(HTTPStatus.INTERNAL_SERVER_ERROR, error.what, error.where, error.advice)
            told = "；".join(filter(None, (error.what, error.advice)))
            return _answer(Told(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": told}))

    # ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _page(self, address: str) -> Answer:
        slug, slash, rest = address.partition("/")
        if not slug:
            return self._units()
        if slug not in self._slugs():
            return broken(HTTPStatus.NOT_FOUND, "没有这个单位", slug, "")
        if not slash:
            return Answer(HTTPStatus.MOVED_PERMANENTLY, "", b"", place=f"/-/edit/{slug}/")
        listing = self._listing(slug)
        if not rest:
            return documents_page(self.preview, slug, listing, self.word)
        source = f"content/{address}"
        known = _documents(listing, slug)
        if source in known:
            return self._form(slug, source)
        if source.removesuffix(TEXT) in known:
            return self._text(slug, source.removesuffix(TEXT), whole=True)
        if self._is_picture(source, listing):
            return Answer(HTTPStatus.OK, content_type(source), (self._root / source).read_bytes())
        return broken(HTTPStatus.NOT_FOUND, "没有这个文件", address, "")

    def _units(self) -> Answer:
        slugs = self._slugs()
        if len(slugs) == 1:
            return Answer(HTTPStatus.FOUND, "", b"", place=f"/-/edit/{slugs[0]}/")
        return units_page(self.preview, slugs)

    def _form(self, slug: str, source: str) -> Answer:
        data = read_text_file(self._root, source)
        found = read(data)
        said = fields_of(found)
        if said is None:
            return self._text(slug, source, whole=False)
        unit = unit_of(self._root, self.preview.task.site, slug)
        own = self._own(slug, source)
        return form_page(
            source, said, found.body, digest_of(data), unit, own, self.word, guessed(data), self._address(slug, source)
        )

    def _text(self, slug: str, source: str, whole: bool) -> Answer:
        data = read_text_file(self._root, source)
        return raw_page(
            source, data, digest_of(data), self._own(slug, source), self.word, whole, self._address(slug, source)
        )

    def _address(self, slug: str, source: str) -> str:
        """Where the preview shows a document as it was saved; "" where it cannot."""
        desk = self.preview.desk(slug)
        found = (each.url for each in desk.pages.values() if each.source == source and each.url.endswith(".html"))
        page = next(found, "")
        return f"/{'' if desk.at_root else f'{slug}/'}{page}" if page else ""

    def _own(self, slug: str, source: str) -> tuple[Finding, ...]:
        return tuple(each for each in self.preview.desk(slug).findings if each.path == source)

    def _is_picture(self, source: str, listing: Listing) -> bool:
        known = ALLOWED.get(source.rpartition(".")[2].lower())
        return known is not None and known.image and any(each.path == source for each in listing.files)

    # ── what is sent ────────────────────────────────────────────────────────────────────────────────────────────

    def _ordered(self, address: str, sent: bytes) -> Told:
        try:
            if address == "look":
                return self._look(Change.model_validate_json(sent))
            if address == "save":
                return self._save(Change.model_validate_json(sent))
            if address == "new":
                return self._begin(Begin.model_validate_json(sent))
            if address == "file":
                return self._drop(Drop.model_validate_json(sent))
            if address == "word":
                return self._import(Drop.model_validate_json(sent))
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            return Told(HTTPStatus.BAD_REQUEST, {"message": f"发来的内容不完整或太大：{where}"})
        return Told(HTTPStatus.NOT_FOUND, {"message": "没有这个操作"})

    def _look(self, order: Change) -> Told:
        """What would be wrong with the document, were it saved as the form is now."""
        slug = self._known(order.path)
        data = read_text_file(self._root, order.path)
        made = made_of(order, data)
        if made is None:
            return Told(HTTPStatus.OK, {"findings": [], "unsure": True, "stale": order.digest != digest_of(data)})
        found = self.preview.would_be(slug, {order.path: made})
        said = {"findings": _told(order.path, made, found), "stale": order.digest != digest_of(data)}
        return Told(HTTPStatus.OK, {**said, **body_of(made)} if order.body else said)

    def _save(self, order: Change) -> Told:
        """Write the file, where it is still the one that the form was opened with."""
        slug = self._known(order.path)
        path = self._root / order.path
        for _ in range(TRIES):
            seen, data = identity(path), read_text_file(self._root, order.path)
            made = made_of(order, data)
            if order.digest != digest_of(data):
                return _conflict(order, data, made)
            if made is None:
                message = "文件头的写法太特别，改不准：点“原文”直接改整个文件"
                return Told(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": message})
            if made == data or replace_kept(path, made, seen):
                return self._saved(slug, order.path, made, made != data)
        return _conflict(order, read_text_file(self._root, order.path), made)

    def _saved(self, slug: str, source: str, made: bytes, changed: bool) -> Told:
        self.preview.changed({slug})
        title = str((fields_of(read(made)) or {}).get("title") or source)
        told = self._committer.commit(source, title) if self._committer and changed else ""
        said = {
            "digest": digest_of(made),
            "message": told or ("已保存" if changed else "没有改动，文件原样"),
            "guesses": sorted(guessed(made)),
        }
        return Told(HTTPStatus.OK, {**said, **body_of(made), "page": self._address(slug, source)})

    def _begin(self, order: Begin) -> Told:
        """Begin a document as `gongkai new` does."""
        task, root = self.preview.task, self._root
        if order.unit not in self._slugs():
            raise UsageError("没有这个单位", order.unit)
        unit, kind = unit_of(root, task.site, order.unit), kinds().get(spellings().get(order.kind, ""))
        column = next((each for each in columns_for(unit, kind) if each.key == order.column), None) if kind else None
        if kind is None or column is None:
            raise UsageError("这个栏目不能放这种内容", "", "换一个栏目或类型")
        draft = document(root, unit, kind, column, "标题", {}, task.today)
        bare = draft.text.replace(f"{REVIEW}\n", "").replace("〔待填〕\n", "").encode()
        made = rewritten(bare, {"title": " ".join(order.title.split())}, None)
        if made is None:
            raise UsageError("标题里有写不进文件头的字符", "", "去掉以后再试")
        draft = draft._replace(text=made.decode())
        with hold(self.preview.workspace.output / ".lock", self._since()):
            drafting.write(root, (draft,))
            give_number(root, task.site, unit, draft, order.title, task.today)
        self.preview.changed({order.unit})
        return Told(HTTPStatus.OK, {"place": f"/-/edit/{draft.path.removeprefix('content/')}"})

    def _drop(self, order: Drop) -> Told:
        """Lay a file beside its document."""
        slug = self._known(order.path)
        folder = (self._root / order.path).parent
        laid = deposit.lay(folder, order.name, order.data, self.preview.task.site.attachment_limit)
        self.preview.changed({slug})
        return Told(HTTPStatus.OK, laid._asdict())

    def _import(self, order: Drop) -> Told:
        """What a Word file says; its pictures are laid beside the document."""
        slug = self._known(order.path)
        limit = self.preview.task.site.attachment_limit
        taken = from_word.taken(self._root / order.path, order.name, order.data, limit)
        self.preview.changed({slug})
        return Told(HTTPStatus.OK, {**taken._asdict(), "rich": escaped(taken.body)})

    # ── what there is ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _root(self) -> Path:
        return self.preview.workspace.root

    def _slugs(self) -> tuple[str, ...]:
        return self.preview.slugs()

    def _listing(self, slug: str) -> Listing:
        return scan(self._root, f"content/{slug}")

    def _known(self, source: str) -> str:
        """The unit of a document that is there; UsageError for every other path, however it is written."""
        slug = source.split("/")[1] if source.count("/") > 1 else ""
        if slug not in self._slugs() or source not in _documents(self._listing(slug), slug):
            raise UsageError("没有这条信息", "", "文件可能被移走或改名了，请回到列表")
        return slug


def _answer(told: Told) -> Answer:
    return Answer(told.status, JSON, json.dumps(told.said, ensure_ascii=False).encode())


def _documents(listing: Listing, slug: str) -> frozenset[str]:
    """The files of a unit that forms may show and change."""
    return frozenset(each.path for each in texts(listing, slug))


def _conflict(order: Change, data: bytes, made: bytes | None) -> Told:
    """The file was changed elsewhere: both texts, and what would become of the file if the changes were put into it."""
    theirs = data.decode("utf-8", "replace")
    mine = made.decode() if made is not None else order.text or (order.body.text if order.body else "")
    lines = unified_diff(theirs.splitlines(), mine.splitlines(), "磁盘上的文件", "加上您的改动", lineterm="")
    message = "这个文件在别处改过了，没有保存；您写的还在这一页里"
    said = {"message": message, "digest": digest_of(data), "theirs": theirs, "mine": mine, "diff": "\n".join(lines)}
    return Told(HTTPStatus.CONFLICT, {**said, "fits": made is not None and fits(order, data)})


def _told(source: str, made: bytes, found: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """The findings of a document, the gravest first, each with the field that it stands at."""
    own = sorted((each for each in found if each.path == source), key=gravest_first)
    head = read(made)
    names = names_of(DocumentFields)
    starts = sorted((mark.line, names.get(key.split(".")[0], "")) for key, mark in head.head.keys.items())
    starts.append((head.body_line, "body"))
    return [{**told_of(each)._asdict(), "line": each.line, "field": _field_at(each.line, starts)} for each in own]


def _field_at(line: int, starts: list[tuple[int, str]]) -> str:
    """The field, or the body, that a line belongs to."""
    return next((name for start, name in reversed(starts) if start <= line), "") if line > 1 else ""
