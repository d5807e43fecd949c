"""The load of a coder's queue: heavy and light files by turns, so that no day is all of one kind.

How heavy a file is to read is nobody's to score; the length of the parts that stay folded is what can be measured
without reading them. A file without a text counts as one of middling length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

import msgspec

from vonnis.study.log import Assignment


def mixed(assignments: Sequence[Assignment], load: Mapping[str, float]) -> tuple[Assignment, ...]:
    """Return assignments with each queue put in a new order: after a file of the heavier half comes one of the lighter.

    Within a half the given order stays. Where the halves have no lines between them (no load is known, or all are
    alike), nothing changes.

    Args:
        assignments: of one round.
        load: by unit, in any measure; a unit that is not named counts as the middle.
    """
    queues: dict[str, list[Assignment]] = {}
    for each in sorted(assignments, key=lambda each: (each.coder, each.place, each.unit)):
        queues.setdefault(each.coder, []).append(each)
    found: list[Assignment] = []
    for queue in queues.values():
        places = [each.place for each in queue]
        turned = _by_turns(queue, load)
        found += [msgspec.structs.replace(each, place=place) for each, place in zip(turned, places, strict=True)]
    return tuple(found)


def _by_turns(queue: Sequence[Assignment], load: Mapping[str, float]) -> list[Assignment]:
    known = [load[each.unit] for each in queue if each.unit in load]
    middle = median(known) if known else 0.0
    heavy = [each for each in queue if load.get(each.unit, middle) > middle]
    light = [each for each in queue if load.get(each.unit, middle) <= middle]
    heavies, lights, given = iter(heavy), iter(light), 0
    turned = []
    for place in range(1, len(queue) + 1):
        # The light ones begin; the heavy ones are spread evenly over the queue.
        due = place * len(heavy) // len(queue) > given
        given += due
        turned.append(next(heavies if due else lights))
    return turned
