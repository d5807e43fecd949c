"""The protocol as a text for pre-registration, in Markdown: what will be done, before the data are seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from vonnis.study.protocol import Protocol, ScreeningPlan, Text


@cache
def _words(language: str) -> dict[str, str]:
    """Return the words of the text in one language."""
    import yaml

    text = files("vonnis.workflow").joinpath("protocol_text.yaml").read_text(encoding="utf-8")
    table: dict[str, Text] = yaml.safe_load(text)
    return {key: words[language] for key, words in table.items()}


def protocol_text(protocol: Protocol, *, language: str, digest: str) -> str:
    """Return the protocol in one language as Markdown; ``digest`` ties the text to the bytes of ``study.toml``."""
    words = _words(language)
    parts = [f"# {protocol.study.title[language]}\n\n{protocol.study.author[language]}"]
    for heading, lines in (
        ("question", iter([protocol.study.question[language]])),
        ("background", iter([protocol.study.background.get(language, "")])),
        ("population", _population(protocol, language)),
        ("decision", _decision(protocol, words)),
        ("include", _criteria(protocol.population.include, language)),
        ("exclude", _criteria(protocol.population.exclude, language)),
        ("sources", _sources(protocol, language)),
        ("screening", _screening(protocol, words)),
        ("coding", _coding(protocol, language)),
        ("parameters", iter([_listed({n: _plain(v) for n, v in _parameters(protocol).items()})])),
        ("analysis", _analysis(protocol, language)),
        ("disclosure", _disclosure(protocol, words)),
        ("amendments", _amendments(protocol, language)),
    ):
        body = "\n\n".join(line for line in lines if line)
        if body:
            parts.append(f"## {words[heading]}\n\n{body}")
    return "\n\n".join([*parts, f"{words['digest']}: `{digest}`"]) + "\n"


def _population(protocol: Protocol, language: str) -> Iterator[str]:
    words, population = _words(language), protocol.population
    yield population.description[language]
    period = "period_of_papers" if population.of_papers else "period"
    yield words[period].format(low=population.intake_from, high=population.intake_to)
    sampling = protocol.sampling
    if sampling is None:
        yield words["census"]
    else:
        strata = words["strata"].format(names=", ".join(sampling.strata)) if sampling.strata else ""
        yield words["sample"].format(size=sampling.size, seed=sampling.seed, strata=strata)
    yield words["units"].format(names=", ".join(words[unit] for unit in population.units))


def _decision(protocol: Protocol, words: dict[str, str]) -> Iterator[str]:
    if protocol.population.of_papers:
        return
    yield words[protocol.population.decision]
    if protocol.population.reference_date:
        yield words["reference_date"].format(day=protocol.population.reference_date.isoformat())


def _criteria(criteria: tuple[Any, ...], language: str) -> Iterator[str]:
    yield "\n".join(f"- `{one.id}`: {one.text[language]}" for one in criteria)


def _sources(protocol: Protocol, language: str) -> Iterator[str]:
    words, lines = _words(language), []
    for source in protocol.sources:
        told = [f"{source.description[language]} ({words[source.kind]})"]
        permission = source.permission
        if permission is not None:
            facts = {"giver": permission.giver, "reference": permission.reference, "basis": permission.basis}
            told.append(words["permission"].format(**facts))
            told += [words["until"].format(day=permission.until.isoformat())] if permission.until else []
            names = "; ".join(permission.conditions)
            told += [words["conditions"].format(names=names)] if names else []
        lines.append(f"- {', '.join(told)}")
    yield "\n".join(lines)


def _screening(protocol: Protocol, words: dict[str, str]) -> Iterator[str]:
    plan = protocol.screening
    if plan == ScreeningPlan():
        return
    yield words["two_screeners" if plan.screeners > 1 else "one_screener"]
    yield words["recall"].format(share=f"{plan.recall:.0%}", level=f"{plan.level:.0%}", seed=plan.seed)


def _coding(protocol: Protocol, language: str) -> Iterator[str]:
    words, coding = _words(language), protocol.coding
    yield words["double"].format(share=f"{coding.double_share:.0%}", least=coding.double_least)
    yield words["pass"].format(share=f"{coding.pass_mark:.0%}")
    if coding.blind_to_machine:
        yield words["blind"]
    yield coding.adjudication.get(language, "")


def _parameters(protocol: Protocol) -> dict[str, Any]:
    return {name: getattr(protocol.parameters, name) for name in protocol.parameters.__struct_fields__}


def _analysis(protocol: Protocol, language: str) -> Iterator[str]:
    plan = protocol.analysis
    settings = {name: value for name, value in plan.items() if name != "plan"}
    if not plan:
        yield _words(language)["no_plan"]
        return
    yield _listed({name: _plain(value) for name, value in settings.items()})
    for planned in plan.get("plan", ()):
        label: Text = planned.get("label", {})
        rest = {name: value for name, value in planned.items() if name not in {"id", "label", "definition"}}
        told = ", ".join(f"{name} = {_plain(value)}" for name, value in rest.items())
        title = f" {label[language]}." if language in label else ""
        yield f"- `{planned.get('id', '')}`:{title} {told}"


def _disclosure(protocol: Protocol, words: dict[str, str]) -> Iterator[str]:
    if not protocol.disclosure:
        yield words["strict"]
        return
    yield words["own"]
    yield _listed({name: _plain(value) for name, value in protocol.disclosure.items()})


def _amendments(protocol: Protocol, language: str) -> Iterator[str]:
    words = _words(language)
    for one in protocol.amendments:
        told = f"{one.change[language]} {words['reason']}: {one.reason[language]}"
        yield f"- {one.date.isoformat()}: {told} ({words['by']} {one.decided_by})"


def _listed(values: dict[str, str]) -> str:
    return "\n".join(f"- `{name}`: {value}" for name, value in values.items())


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever a table of settings holds
    if isinstance(value, dict):
        return "; ".join(f"{name} = {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value)
