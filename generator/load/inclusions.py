"""What a document brings along from beside it: attachments, images, data tables, links to other documents."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from generator import annual, attachments, frontmatter, markup, table_schema, tables
from generator.faults import finding
from generator.inspection import Inspector
from generator.load.registers import folders
from generator.load.source_text import SourceText
from generator.model import AnnualReport, Attachment, Body, Finding, Kind, Mark, Severity, Site, Table, Unit
from generator.report_form import form
from generator.sources import Listing, Source, read_text_file


@dataclass(frozen=True)
class Inclusions:
    """The unit's files by path, and the addresses of its documents: what a body may refer to."""

    root: Path
    site: Site
    unit: Unit
    listing: Listing
    drafts: dict[str, SourceText]  # by source: the documents that a body may link to
    inspector: Inspector

    @cached_property
    def files(self) -> dict[str, Source]:
        """Every file of the unit by its path; a link or a file outside it is not there, so it cannot be reached.

        Nor can one of a register (台账) or of the ledger: what these hold is published only as their pages show it.
        """
        closed = tuple(f"content/{self.unit.slug}/{folder}" for folder in (*folders(), "ledger/"))
        return {file.path: file for file in self.listing.files if not file.path.startswith(closed)}

    def attachments(self, draft: SourceText, findings: list[Finding]) -> tuple[Attachment, ...]:
        """The attachments listed in the front matter, and files that the body links to or shows, in this order."""
        found: dict[str, Attachment] = {}
        for number, fields in enumerate(draft.fields.attachments if draft.fields else ()):
            mark = draft.marks.get(f"attachments.{number}.file") or draft.marks["attachments"]
            self._attach(draft, fields.file, fields.title, mark, found, findings)
        for written, mark, path in self._linked_files(draft):
            if path and path not in found:
                self._attach(draft, written, "", mark, found, findings)
        names = [each.url.lower() for each in found.values()]
        for each in found.values():
            if names.count(each.url.lower()) > 1:
                findings.append(finding("F206", draft.source, Mark(1, 1), f"附件「{each.name}」的地址与另一个附件重复"))
                break
        return tuple(found.values())

    def _linked_files(self, draft: SourceText) -> list[tuple[str, Mark, str | None]]:
        """Targets of the body that are files beside it (neither documents nor included tables)."""
        wanted = []
        for found in _found(draft.body):
            if _is_local(found.target) and not _is_document(found.target) and not _is_table(found):
                mark = Mark(draft.body_line + found.line, found.column)
                wanted.append((found.target, mark, self.path_of(draft.source, found.target)))
        return wanted

    def _attach(
        self,
        draft: SourceText,
        written: str,
        title: str,
        mark: Mark,
        found: dict[str, Attachment],
        findings: list[Finding],
    ) -> None:
        path = self.path_of(draft.source, written)
        if path is None:
            findings.append(finding("F203", draft.source, mark, f"找不到附件「{written}」{self._near(draft, written)}"))
            return
        examined = attachments.examine(self.root / path, self.site.attachment_limit)
        if examined.fault:
            findings.append(finding("F212", draft.source, mark, f"附件「{written}」{examined.fault}"))
            return
        name = posixpath.basename(path)
        inside = self.inspector.inside(self.files[path])
        folder = draft.url.removesuffix(".html")
        found[path] = Attachment(
            source=path,
            name=name,
            title=title or posixpath.splitext(name)[0],
            url=f"{folder}/{attachments.published_name(name)}",
            size=self.files[path].size,
            label=examined.label,
            image=examined.image,
            mark=mark,
            remarks=inside.remarks,
            totals=inside.totals,
        )

    def body(self, draft: SourceText, findings: list[Finding]) -> Body:
        """The body with everything that it refers to resolved; what cannot be is a finding at its place."""
        links: dict[str, str] = {}
        included: dict[str, Table] = {}
        for found in _found(draft.body):
            mark = Mark(draft.body_line + found.line, found.column)
            target = found.target
            if not _is_local(target):
                if target.startswith(("/", "\\")):
                    findings.append(
                        finding("F204", draft.source, mark, f"链接「{target}」以 / 开头，换个地址部署就会失效")
                    )
            elif _is_document(target):
                self._link(draft, target, mark, links, findings)
            elif _is_table(found):
                if (table := self.include(draft, target, found.text, mark, findings)) is not None:
                    included[target] = table
            elif path := self.path_of(draft.source, target):
                name = attachments.published_name(posixpath.basename(path))
                links[target] = f"{draft.url.removesuffix('.html')}/{name}"
            else:
                message = f"找不到文件「{target}」{self._near(draft, target)}"
                findings.append(finding("F203", draft.source, mark, message))
        for line, column, what in markup.removed(draft.body):
            findings.append(finding("F208", draft.source, (draft.body_line + line, column), f"发布时会去掉：{what}"))
        return Body(draft.body, tuple(sorted(links.items())), tuple(sorted(included.items())))

    def _link(self, draft: SourceText, target: str, mark: Mark, links: dict[str, str], findings: list[Finding]) -> None:
        bare, _, anchor = target.partition("#")
        path = self.path_of(draft.source, bare)
        there = self.drafts.get(path) if path else None
        if there is None:
            message = f"链接「{target}」指向的信息不在本单位{self._near(draft, bare)}"
            findings.append(finding("F204", draft.source, mark, message))
        elif not there.url:
            findings.append(finding("F215", draft.source, mark, f"链接「{target}」指向的信息还没有索引号"))
        else:
            heading = markup.heading_of(there.body, anchor) if anchor and there.has_plain_body else ""
            if anchor and not heading:
                message = f"链接「{target}」：《{there.title}》里没有这个标题，只能链接到它的开头"
                fix = "“#”后面写那条信息里小标题的文字，例如 x.md#一、总体要求"
                findings.append(finding("F208", draft.source, mark, message, fix))
            links[target] = f"{there.url}#{heading}" if heading else there.url

    def include(
        self, draft: SourceText, target: str, caption: str, mark: Mark, findings: list[Finding]
    ) -> Table | None:
        """The table of a data file that a document names at a place, or None; what is wrong with it is told."""
        path = self.path_of(draft.source, target)
        if path is None:
            findings.append(
                finding("F203", draft.source, mark, f"找不到数据文件「{target}」{self._near(draft, target)}")
            )
            return None
        told: list[Finding] = []
        table = self._table(path, caption, told)
        findings += told
        if wrong := [each for each in told if each.severity is Severity.ERROR]:
            findings.append(finding("F205", draft.source, mark, f"数据文件「{target}」有误，见 {wrong[0].path}"))
        return table

    def _table(self, path: str, caption: str, findings: list[Finding]) -> Table | None:
        """A data file with what its description says of it, and everything that is wrong in the two."""
        rows, faults = tables.read_rows(self.root / path)
        findings += [finding("F205", path, (fault.line, fault.column), fault.message) for fault in faults]
        described = self._described(path, findings)
        if not rows:
            return None
        table = tables.table(rows, path, caption)
        if described is None:
            return replace(table, schema=table_schema.schema_of(None, rows))
        findings += table_schema.judge_heads(described, table.header)
        for fault in table_schema.judge(described, rows):
            findings.append(finding("F221", path, (fault.line, fault.column), fault.message))
        schema, named = table_schema.schema_of(described, rows), table_schema.references(described, rows)
        return replace(table, schema=schema, references=named)

    def _described(self, path: str, findings: list[Finding]) -> table_schema.Described | None:
        """The description beside a data file, where there is one."""
        beside = table_schema.beside(path)
        if beside not in self.files:
            return None
        described, told = table_schema.read(self.root, beside)
        findings += told
        return described

    def annual_report(self, draft: SourceText, kind: Kind, findings: list[Finding]) -> AnnualReport | None:
        """The tables of a yearly report, from `annual/<year>.yaml` of its unit, with its prose."""
        year = draft.fields.year if draft.fields else None
        if kind.name != "annual_report" or not year:
            return None
        path = f"content/{self.unit.slug}/annual/{year}.yaml"
        if path not in self.files:
            mark = draft.marks.get("year", Mark(1, 1))
            findings.append(finding("F203", draft.source, mark, f"找不到 {path}：年度报告第二、三、四部分的数据"))
            return None
        text, _ = frontmatter.decode(read_text_file(self.root, path))
        parsed = frontmatter.parse_yaml(text)
        for each in parsed.faults:
            findings.append(finding(each.code, path, (each.line, each.column), each.message))
        report, wrong = annual.read_report(parsed.values, parsed.marks, path) if not parsed.faults else (None, ())
        for place in wrong:
            findings.append(finding("F205", path, (place.line, place.column), place.message))
        if report is None or wrong:
            findings.append(finding("F205", draft.source, draft.marks.get("year", Mark(1, 1)), f"数据有误，见 {path}"))
            return None
        prose, missing = annual.split_prose(draft.body)
        advice = "正文依次写这些小标题：" + "；".join(f"## {title}" for title, _ in form().parts)
        for place in missing:
            mark = Mark(draft.body_line + place.line, place.column)
            findings.append(finding("F103", draft.source, mark, place.message, advice))
        return replace(report, prose=prose)

    def path_of(self, source: str, written: str) -> str | None:
        """The workspace path of a file that a document names: beside it, else in its unit's folder; None if neither."""
        name = unquote(written).partition("#")[0].partition("?")[0]
        for folder in (posixpath.dirname(source), f"content/{self.unit.slug}"):
            path = posixpath.normpath(posixpath.join(folder, name))
            if path in self.files:
                return path
        return None

    def _near(self, draft: SourceText, written: str) -> str:
        folder = posixpath.dirname(draft.source)
        names = [posixpath.basename(path) for path in self.files if posixpath.dirname(path) == folder]
        near = get_close_matches(posixpath.basename(written), names, n=1, cutoff=0.5)
        if any(f"{name}/" in folders() for name in unquote(written).split("/")):
            return "：台账文件夹里的文件不能这样公开，里面有不公开的内容"
        return f"，是不是「{near[0]}」？" if near else ""


def _found(body: str) -> tuple[markup.Found, ...]:
    """Links, images and inclusions of a body; a body without the characters of one is not searched."""
    return markup.find(body) if "]" in body or "<" in body else ()


def _is_local(target: str) -> bool:
    head = target.partition("/")[0]
    return bool(target) and target[0] not in "#/\\" and ":" not in head


def _is_document(target: str) -> bool:
    return target.partition("#")[0].lower().endswith(".md")


def _is_table(found: markup.Found) -> bool:
    return found.image and found.alone and found.target.lower().endswith(table_schema.DATA)
