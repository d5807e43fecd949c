"""The sentences of the method chapter, read from ``method.yaml`` and filled in with what was done."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from vonnis.study.protocol import Protocol

Text = dict[str, str]


class MethodWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a method chapter can say, each sentence in both languages."""

    methods: tuple[Text, ...]
    methods_final: tuple[Text, ...]
    methods_basis: tuple[Text, ...]
    methods_coded: tuple[Text, ...]
    methods_accepted: tuple[Text, ...]
    methods_papers: tuple[Text, ...]
    fictional: tuple[Text, ...]
    limits: tuple[Text, ...]
    limits_coded: tuple[Text, ...]
    limits_papers: tuple[Text, ...]
    limits_fictional: tuple[Text, ...]


def methods_of(protocol: Protocol, *, extractor: str, coded: bool = False, final: bool = False) -> tuple[Text, ...]:
    """Return how the figures of a study were made, a sentence each, with the ids of figures in braces.

    ``coded`` tells that people coded the files, and no machine read judgments; ``final`` that final values of coders
    hold beside what it read.
    """
    words = _words()
    rule = protocol.parameters.day_rule.words
    facts = {
        "extractor": extractor,
        "rule_nl": rule["nl"],
        "rule_en": rule["en"],
    }
    by_people = words.methods_papers if _of_papers(protocol) else words.methods_coded
    by_machine = (
        *(words.fictional if protocol.study.fictional else ()),
        *words.methods,
        *((*words.methods_final, *words.methods_basis) if final else ()),
    )
    accepted = protocol.coding.accepted
    facts["accepted"] = ", ".join(accepted)
    own = (*by_people, *words.methods_basis, *(words.methods_accepted if accepted else ())) if coded else by_machine
    sentences = (*own, *([protocol.coding.adjudication] if coded and protocol.coding.adjudication else []))
    return tuple({language: text.format_map(facts) for language, text in each.items()} for each in sentences)


def limits_of(protocol: Protocol, *, coded: bool = False) -> tuple[Text, ...]:
    """Return what the figures of a study do not show, a sentence each."""
    words = _words()
    by_people = words.limits_papers if _of_papers(protocol) else words.limits_coded
    return (
        *(words.limits_fictional if protocol.study.fictional else ()),
        *(by_people if coded else words.limits),
    )


def _of_papers(protocol: Protocol) -> bool:
    """Tell whether the units of a study are papers and nothing else."""
    return protocol.population.units == ("paper",)


@cache
def _words() -> MethodWords:
    import yaml

    text = (files("vonnis.workflow") / "method.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), MethodWords)
