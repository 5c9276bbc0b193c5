"""What is wrong with the themes of a county: judged when one of their files changes, and noted until then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from generator import unit_trace
from generator.model import Finding, Look
from generator.survey import Survey
from generator.tasks import Task

NOTE = "_themes"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found the last time, and for which themes, settings and portal."""

    inputs: str
    findings: tuple[Finding, ...]


def looked(task: Task, found: Survey, portal: str) -> tuple[Finding, ...]:
    """What is wrong with the county's theme and with what units add to it; `portal` is the folder of the portal."""
    settings = blake2b((task.root / "site.yaml").read_bytes(), digest_size=16).hexdigest()
    inputs = f"{found.themes} {task.code} {settings} {portal} {' '.join(found.units)}"
    path = unit_trace.path_of(task.output, NOTE, "looked")
    noted: Looked | None = None if task.clean else unit_trace.load(Looked, path)
    if noted is not None and noted.inputs == inputs:
        return noted.findings
    from generator.check import check_look

    findings = tuple(dict.fromkeys(each for look in looks(task, found, portal) for each in check_look(look)))
    path.parent.mkdir(parents=True, exist_ok=True)
    unit_trace.save(path, Looked(inputs, findings))
    return findings


def looks(task: Task, found: Survey, portal: str) -> Iterator[Look]:
    """The theme as the county sees it, and as each unit does that has a folder of its own."""
    from generator.layers import chain
    from generator.looks import look

    themes, site = task.root / "themes", task.site
    yield look(chain(themes, site.theme, "", site.colors), task.root)
    for slug in found.units:
        layers = chain(themes, site.theme, slug, site.colors)
        if any(layer.name == f"units/{slug}" for layer in layers):
            yield look(layers, task.root, slug, portal)
