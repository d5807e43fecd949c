"""Hold every number of a release against the policy, alone and together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.amounts import RULES, amounts_of, protect_amounts
from vonnis.disclosure.arithmetic import (
    KnownMean,
    given_away,
    known_means,
    nearly_the_same,
    told_by_differences,
    told_by_means,
)
from vonnis.disclosure.claims import Claim, Said, claims_of, n_id, said, small_remainders
from vonnis.disclosure.earlier import EarlierNumber, changed_by_few
from vonnis.disclosure.policy import DocumentedException, Policy, Rule
from vonnis.disclosure.protection import FIGURE, Protection, Statement, protect
from vonnis.disclosure.rounded_release import rule_beside_rounding
from vonnis.disclosure.rules import NO_CASES, Cases, broken_rule, count_rule, passes_as_published
from vonnis.disclosure.statements import (
    cell_id,
    check_table,
    counts_its_keys,
    is_crossing,
    keys_of,
    printed,
    printed_counts,
    systems_of,
)
from vonnis.errors import DisclosureError

_KNOWN = ("published_elsewhere", "published_earlier")
_PUBLIC = ("none", "rounded", "to_multiples", *_KNOWN)
_ABOUT_COUNTS = ("threshold", "numerator", "zero", "one_complex", "recognisable")


class Ruling(msgspec.Struct, frozen=True):
    """What was decided about one number: the rule that speaks (``none`` where all is well) and an exception to it."""

    rule: Rule = "none"
    exception: DocumentedException | None = None

    @property
    def withheld(self) -> bool:
        """Whether the number stays inside."""
        return self.exception is None and self.rule not in _PUBLIC


def rulings_on(
    results: Sequence[Result],
    tables: Sequence[TableResult],
    *,
    policy: Policy,
    earlier: Sequence[EarlierNumber] = (),
    cases: Cases = NO_CASES,
) -> dict[str, Ruling]:
    """Return a ruling for the id of each figure, each n (``girls_share.n``), each cell and each total.

    What ``earlier`` releases of the study have printed stays known, whatever is withheld now.

    Raises:
        DisclosureError: an id stands twice, a table does not fit together, or a number lacks what the gate must know.
    """
    told = [(one.level, mean) for one in earlier if (mean := one.known_mean)]
    if policy.method == "round":
        found = dict(_unique(_beside_rounding(results, tables, policy, cases)))
        return found | _told_by_others(results, found, policy, told)
    moved: frozenset[str] = frozenset()
    if earlier:
        without = rulings_on(results, tables, policy=policy, cases=cases)
        moved = changed_by_few(earlier, results, tables=tables, policy=policy)
        earlier = _news([one for one in earlier if one.units], results, tables, without)
        if not earlier and not moved:
            return without | _told_by_others(results, without, policy, told)
    found = dict(_unique(_alone(results, tables, policy, cases)))
    found |= {id_: _ruling(id_, "threshold", policy, published=False) for id_ in moved if _may_move(found[id_])}
    found |= {one.id: Ruling("linked") for one in results if n_id(one) in moved and _may_move(found[one.id])}
    found |= {number.name: Ruling("published_earlier") for number in earlier}
    for level in sorted({result.level for result in results} | {table.level for table in tables}):
        here = [result for result in results if result.level == level]
        known = [Claim(one.name, frozenset(one.units), FIGURE) for one in earlier if one.level == level]
        _protect_level(here, [table for table in tables if table.level == level], found, policy, known=known)
        found |= _among_amounts(here, found, policy)
    return found | _told_by_others(results, found, policy, told)


def _may_move(ruling: Ruling) -> bool:
    return not ruling.withheld and not ruling.exception and ruling.rule not in _KNOWN


def _told_by_others(
    results: Sequence[Result], found: dict[str, Ruling], policy: Policy, told: Sequence[tuple[str, KnownMean]]
) -> dict[str, Ruling]:
    """Return the rulings on published figures from which, with others, a withheld figure follows by a sum.

    ``told`` are the means that earlier releases have printed, with their levels.
    """
    fixed = _fixed(found, policy)
    rules = {result.id: found[result.id].rule for result in results if found[result.id].withheld}
    for level in sorted({result.level for result in results}):
        here = [result for result in results if result.level == level]
        while more := _told_by_means_of(here, told, rules, fixed=fixed, policy=policy):
            rules |= dict.fromkeys(more, "linked")
    rules |= {one.id: "linked" for one in results if one.bound_of in rules and one.id not in rules}
    follow = {*given_away(results, withheld=rules), *told_by_differences(results, withheld=rules)}
    follow |= {id_ for id_ in rules if not found[id_].withheld}
    return {
        id_: Ruling("linked", policy.exception_for(id_, "linked")) for id_ in sorted(follow) if not found[id_].exception
    }


def _told_by_means_of(
    results: Sequence[Result],
    told: Sequence[tuple[str, KnownMean]],
    rules: Mapping[str, Rule],
    *,
    fixed: frozenset[str],
    policy: Policy,
) -> list[str]:
    """Return the means of one level that must go beside others; two of nearly the same people are rounded instead.

    In whole years such a pair tells nothing of those between; in days or money it still does.
    """
    known = known_means(results, withheld=rules)
    near = (one for one in results if one.unit == "year" and one.id not in fixed)
    rough = {one.id for one in near if nearly_the_same(one, results, withheld=rules, policy=policy)}
    means = [msgspec.structs.replace(one, fixed=one.id in fixed) for one in known if one.id not in rough]
    means += [mean for level, mean in told if level == results[0].level]
    return list(told_by_means(results, means, withheld=rules, policy=policy))


def _news(
    earlier: Sequence[EarlierNumber],
    results: Sequence[Result],
    tables: Sequence[TableResult],
    found: Mapping[str, Ruling],
) -> list[EarlierNumber]:
    """Return the earlier numbers that tell something which the numbers published now do not: other units."""
    told: set[tuple[str, frozenset[str]]] = set()
    for level in {number.level for number in earlier}:
        here = [result for result in results if result.level == level]
        claims = claims_of(here, [table for table in tables if table.level == level]) if here or tables else []
        told |= {(level, claim.units) for claim in claims if not found[claim.id].withheld}
    return [number for number in earlier if (number.level, frozenset(number.units)) not in told]


def _protect_level(
    results: Sequence[Result],
    tables: Sequence[TableResult],
    found: dict[str, Ruling],
    policy: Policy,
    *,
    known: Sequence[Claim] = (),
) -> None:
    """Protect what is withheld at one level until nothing follows any more; changes ``found``.

    What is known by its units is one system. What is not stands table by table; a number that one table withholds for
    another's sake is sensitive wherever else it stands: computed back there, it would give the first away.
    """
    claims = [*claims_of(results, tables), *known]
    while followed := _among_units(claims, results, tables, found=found, policy=policy):
        found |= followed
    widths = widths_of(results, tables, policy=policy)
    withheld_by: dict[str, int] = {}
    changed = True
    while changed:
        changed = False
        for index, statements in enumerate(_systems(results, tables, found, policy)):
            here = [statement.id for statement in statements if statement.id in found and found[statement.id].withheld]
            sensitive = [
                id_
                for id_ in here
                if found[id_].rule in (*_ABOUT_COUNTS, "complement") or withheld_by.get(id_, index) != index
            ]
            if not sensitive:
                continue
            followed = _follow(protect(statements, sensitive, width=widths, already=here), statements, found, policy)
            withheld_by |= {id_: index for id_, ruling in followed.items() if ruling.withheld}
            found |= followed
            changed = changed or bool(followed)


def _among_units(
    claims: Sequence[Claim],
    results: Sequence[Result],
    tables: Sequence[TableResult],
    *,
    found: dict[str, Ruling],
    policy: Policy,
) -> dict[str, Ruling]:
    """Return what must follow, now, from holding all that is said about the units of a level against each other."""
    if not claims:
        return {}
    groups = said(claims, fixed=_fixed(found, policy))
    figures = {result.id for result in results} | {n_id(result) for result in results}
    if twins := dict(_withheld_with_a_twin(groups, figures, found)):
        return twins
    members = {group.statement.id: group.members for group in groups}
    already = [id_ for id_, same in members.items() if all(found[one].withheld for one in same)]
    followed = dict(_told_by_a_twin(groups, found))
    single = widths_of(results, tables, policy=policy)
    few = {group.statement.id for group in groups if group.statement.value < single[""]}
    sensitive = [id_ for id_ in already if any(_tells_few(found[one].rule, few=id_ in few) for one in members[id_])]
    published = [group.statement for group in groups if group.statement.id not in already]
    outside = [result.id for result in results if found[result.id].withheld and found[result.id].rule == "complement"]
    unnamed = list(small_remainders(results, tables, published=published, sensitive=outside, policy=policy))
    if sensitive or unnamed:
        statements = [group.statement for group in groups]
        widths = {id_: max(single.get(one, single[""]) for one in same) for id_, same in members.items()}
        widths[""] = single[""]
        protection = protect(statements, sensitive, width=widths, already=already, unnamed=unnamed)
        for id_ in protection.withheld:
            followed |= {one: Ruling("linked" if one in figures else "complementary") for one in members[id_]}
        for id_, pins in protection.exposed.items():
            reasons = [one for pin in sorted(pins) for one in members[pin]]
            followed |= {one: _excepted(one, reasons, found, policy) for one in members.get(id_, ())}
    bare = {result.id: {**found, **followed}.get(n_id(result)) for result in results}
    followed |= {id_: Ruling("linked") for id_, n in bare.items() if n and n.withheld and not found[id_].withheld}
    return {id_: ruling for id_, ruling in followed.items() if ruling != found[id_]}


def _tells_few(rule: Rule, *, few: bool) -> bool:
    """Tell whether a rule withholds a count for how few it counts; what rests on few may count enough of them."""
    return rule in _ABOUT_COUNTS or (few and rule == "least_n")


def _among_amounts(results: Sequence[Result], found: dict[str, Ruling], policy: Policy) -> dict[str, Ruling]:
    """Return what must follow from holding the means of money of a level against each other."""
    followed: dict[str, Ruling] = {}
    for amounts in amounts_of(results, policy, fixed=_fixed(found, policy)):
        already = [one.id for one in amounts.statements if found[one.id].withheld]
        sensitive = [id_ for id_ in already if found[id_].rule in RULES]
        if sensitive:
            protection = protect_amounts(amounts, sensitive=sensitive, already=already)
            followed |= _follow(protection, amounts.statements, found, policy)
    return followed


def _told_by_a_twin(groups: Sequence[Said], found: dict[str, Ruling]) -> Iterator[tuple[str, Ruling]]:
    """Yield small counts that an exception for another number about exactly the same units publishes already."""
    for group in groups:
        exception = next((found[one].exception for one in group.members if found[one].exception), None)
        for one in group.members if exception else ():
            if found[one].withheld and found[one].rule in _ABOUT_COUNTS:
                yield one, Ruling(found[one].rule, exception)


def _withheld_with_a_twin(
    groups: Sequence[Said], figures: Collection[str], found: Mapping[str, Ruling]
) -> Iterator[tuple[str, Ruling]]:
    """Yield what must go because another number about exactly the same units is withheld for how few they are.

    A row with all its people in one column says of them what the cell says; so does the n of a figure about them.
    """
    for group in groups:
        rules = [found[one].rule for one in group.members if found[one].withheld]
        if group.statement.fixed or not any(rule in _ABOUT_COUNTS for rule in rules):
            continue
        open_ = [one for one in group.members if not found[one].withheld]
        yield from ((one, Ruling("linked" if one in figures else "complementary")) for one in open_)


def _excepted(id_: str, reasons: Sequence[str], found: dict[str, Ruling], policy: Policy) -> Ruling:
    """Return the ruling on a number that follows from fixed ones: published with the first exception among them."""
    exceptions = (exception for one in reasons if (exception := _exception(one, found, policy)))
    first = next(exceptions, None)
    return Ruling(found[id_].rule, first) if first else Ruling("published_elsewhere")


def widths_of(results: Sequence[Result], tables: Sequence[TableResult], *, policy: Policy) -> dict[str, int]:
    """Return how wide each number of one level must stay where it is withheld; under ``""`` what holds for others."""
    level = (results or tables)[0].level
    found = {"": policy.threshold_at(level)}
    found |= {result.id: policy.threshold_for(result.id, level) for result in results}
    for table in tables:
        for id_, _, rank in printed(table):
            found[id_] = policy.threshold_for(id_, level, crossing=is_crossing(table, rank))
    return found


def _alone(
    results: Sequence[Result], tables: Sequence[TableResult], policy: Policy, cases: Cases
) -> Iterator[tuple[str, Ruling]]:
    for result in results:
        published = result.value is not None and passes_as_published(result, policy)
        ruling = _ruling(result.id, broken_rule(result, policy, cases=cases), policy, published=published)
        yield result.id, ruling
        if result.n is not None:
            kept = ruling.rule in ("least_n", "missing") or ruling.exception or published
            kept = kept or (bool(result.bound_of) and ruling.withheld)  # its n less that of its result counts the few
            yield n_id(result), ruling if kept else Ruling()
    for table in tables:
        check_table(table)
        passes = passes_as_published(table, policy)
        made_up = {cell_id(table, row, column=column) for row in table.invented for column in range(len(table.columns))}
        keyed = counts_its_keys(table)
        for (id_, where, rank), (_, count) in zip(printed(table), printed_counts(table), strict=True):
            published = passes and id_ not in made_up
            few = count_rule(count, table.level, policy=policy, id_=id_, crossing=is_crossing(table, rank))
            rule = None if published else few or (cases.rule(keys_of(table, where), policy) if keyed else None)
            yield id_, _ruling(id_, rule, policy, published=published)


def _beside_rounding(
    results: Sequence[Result], tables: Sequence[TableResult], policy: Policy, cases: Cases
) -> Iterator[tuple[str, Ruling]]:
    """Yield the rulings of a report in rounded counts, in which no count is withheld."""
    for result in results:
        published = passes_as_published(result, policy)
        usual: Rule = "published_elsewhere" if published else "to_multiples" if _blurs(result, policy) else "none"
        rule = rule_beside_rounding(result, policy, cases=cases)
        yield result.id, _ruling(result.id, rule, policy, published=published) if rule else Ruling(usual)
        if result.n is not None:
            yield n_id(result), Ruling(usual)
    for table in tables:
        check_table(table)
        published = passes_as_published(table, policy)
        usual = "published_elsewhere" if published else "to_multiples" if _blurs(table, policy) else "none"
        yield from ((id_, Ruling(usual)) for id_, _ in printed_counts(table))


def _blurs(one: Result | TableResult, policy: Policy) -> bool:
    return policy.threshold_at(one.level) > 1


def _ruling(id_: str, rule: Rule | None, policy: Policy, *, published: bool) -> Ruling:
    if rule is None:
        return Ruling("published_elsewhere" if published else "none")
    return Ruling(rule, None if rule == "not_computed" else policy.exception_for(id_, rule))


def _unique(pairs: Iterable[tuple[str, Ruling]]) -> Iterator[tuple[str, Ruling]]:
    seen: set[str] = set()
    for id_, ruling in pairs:
        if id_ in seen:
            message = f"two numbers are called {id_}; each number of a release needs an id of its own"
            raise DisclosureError(message)
        seen.add(id_)
        yield id_, ruling


def _systems(
    results: Sequence[Result], tables: Sequence[TableResult], found: dict[str, Ruling], policy: Policy
) -> list[list[Statement]]:
    known = frozenset(result.n for result in results if result.n is not None and not found[n_id(result)].withheld)
    return systems_of(results, tables, fixed=_fixed(found, policy), known=known)


def _fixed(found: dict[str, Ruling], policy: Policy) -> frozenset[str]:
    """Return the numbers that stay whatever follows from them."""
    return frozenset(
        id_
        for id_, ruling in found.items()
        if ruling.exception or ruling.rule in _KNOWN or (not ruling.withheld and _following(id_, policy))
    )


def _following(id_: str, policy: Policy) -> DocumentedException | None:
    """Return an exception to withholding this number for the sake of another."""
    return policy.exception_for(id_, "linked") or policy.exception_for(id_, "complementary")


def _exception(id_: str, found: dict[str, Ruling], policy: Policy) -> DocumentedException | None:
    return found[id_].exception or _following(id_, policy) if id_ in found else None


def _follow(
    protection: Protection, statements: Sequence[Statement], found: dict[str, Ruling], policy: Policy
) -> dict[str, Ruling]:
    """Return the rulings that follow from protecting the sensitive numbers together."""
    figures = {statement.id for statement in statements if statement.rank == FIGURE}
    followed = {id_: Ruling("linked" if id_ in figures else "complementary") for id_ in protection.withheld}
    for id_, pins in protection.exposed.items():
        exceptions = {pin: exception for pin in sorted(pins) if (exception := _exception(pin, found, policy))}
        followed |= {
            pin: Ruling("linked", exception) for pin, exception in exceptions.items() if not found[pin].exception
        }
        first = next(iter(exceptions.values()), None)
        followed[id_] = Ruling(found[id_].rule, first) if first else Ruling("published_elsewhere")
    return followed
