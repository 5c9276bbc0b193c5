"""`standard/<field>.yaml` of a unit → `Standard`: a file with a mistake of form keeps back itself, never its unit."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from generator.faults import finding
from generator.frontmatter import DATA_LIMIT, DATA_NODE_LIMIT, ParsedYaml, decode, parse_mapping
from generator.model import START, Finding, Standard, Unit
from generator.sources import Listing, read_text_file
from generator.standard_fields import LAW, StandardFields
from generator.standard_rows import FieldRule, field_rules, rows
from generator.validation import read

FOLDER = "standard/"
COLUMN = "standard"
TOO_LONG = "一个领域的目录不能超过 2 MiB；把大段文字移到信息里，公开内容只写要素"
NAMES = "文件名用领域的拼音，例如 standard/shehui-jiuzhu.yaml；全部领域见编辑手册“标准目录”"


def load_standards(root: Path, unit: Unit, listing: Listing) -> tuple[tuple[Standard, ...], list[Finding]]:
    """The catalogues of a unit by field, and what is wrong with their files; a broken one has no items."""
    folder = f"content/{unit.slug}/{FOLDER}"
    paths = [each.path for each in listing.files if each.path.startswith(folder)]
    paths = [path for path in paths if path.lower().endswith((".yaml", ".yml"))]
    findings: list[Finding] = []
    if paths and any(column.key.partition("/")[0] == COLUMN for column in unit.walk()):
        message = f"本单位有文件夹名为「{COLUMN}」的栏目，与标准目录的地址重复"
        return (), [finding("F205", path, START, message, "在 unit.yaml 里给这个栏目换一个文件夹名") for path in paths]
    found = [made for path in paths if (made := _standard(root, path, path.removeprefix(folder), findings))]
    return tuple(found), findings


def _standard(root: Path, path: str, name: str, findings: list[Finding]) -> Standard | None:
    key, rule = PurePosixPath(name).stem, field_rules().get(PurePosixPath(name).stem)
    if rule is None or name != f"{key}.yaml":
        near = get_close_matches(key, field_rules(), n=1, cutoff=0.5)
        hint = f"，是不是「{near[0]}.yaml」？" if near else ""
        findings.append(finding("F205", path, START, f"「{name}」不是标准目录的领域{hint}", NAMES))
        return None
    broken = Standard(key, rule.name, path)
    try:
        text, faults = decode(read_text_file(root, path))
    except OSError as error:
        findings.append(finding("F019", path, START, f"读不了：{error.strerror}"))
        return broken
    unreadable = any(fault.code == "F001" for fault in faults)
    parsed = ParsedYaml() if unreadable else parse_mapping(text, node_limit=DATA_NODE_LIMIT, limit=DATA_LIMIT)
    fields, marks, wrong = read(StandardFields, path, parsed)
    wrong += [finding(fault.code, path, (fault.line, fault.column), fault.message) for fault in faults]
    findings += (_worded(each) for each in wrong)
    if fields is None:
        return broken
    if not fields.items:
        findings.append(
            finding("F102", path, marks["items"], "「事项」里一项也没有", "逐项补写；还没有编好的，删去这个文件")
        )
    if told := _other_field(fields, rule, key):
        findings.append(finding("F205", path, marks["field"], told, f"写成“领域: {rule.name}”，或者给文件改名"))
        return broken
    return replace(broken, name=fields.field, items=rows(fields, marks))


def _worded(found: Finding) -> Finding:
    """A mistake of form, with the ground of catalogues instead of documents'."""
    fix = TOO_LONG if found.code in ("F011", "F012") else found.fix
    return replace(found, fix=fix, law=LAW if found.code == "F102" else found.law)


def _other_field(fields: StandardFields, rule: FieldRule, key: str) -> str:
    """What is wrong when the file is named for another field than it says."""
    return "" if fields.field in rule.names else f"领域「{fields.field}」与文件名 {key}.yaml（{rule.name}）不一致"
