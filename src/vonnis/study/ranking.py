"""The order in which documents are screened: first those that look most like what was found to belong.

The recipe is that of ASReview's model ELAS u4 (ASReview LAB 2): tf-idf of single words and pairs, and a linear support
vector machine in which the few that belong weigh as much as is said below. The order says nothing about a document; a
person decides on each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from vonnis.errors import StudyError

if TYPE_CHECKING:
    import numpy as np

_WEIGHT_OF_IN = 9.8
"""Together, those that belong weigh this many times as much as those that do not (ELAS u4)."""
_PENALTY = 0.11
_MOST_COMMON = 0.95
_ORDERS = 8
"""So many orders are kept at a time: each of two screeners has one of their own."""


class Ranker:
    """Ranks the unread documents of one set; the words of all documents are counted once.

    Args:
        texts: the text of each document, by its key.
        seed: for the order as long as there is nothing to learn from, and between equals.
    """

    def __init__(self, texts: Mapping[str, str], *, seed: int) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._keys = sorted(texts)
        shuffled = self._keys.copy()
        Random(seed).shuffle(shuffled)
        self._turn = {key: turn for turn, key in enumerate(shuffled)}
        try:
            self._features: Any = TfidfVectorizer(
                ngram_range=(1, 2), sublinear_tf=True, max_df=_MOST_COMMON if len(texts) > 1 else 1.0
            ).fit_transform([texts[key] for key in self._keys])
        except ValueError as error:
            message = "the documents hold no words to rank them by; screen them in the order of the sample"
            raise StudyError(message) from error
        self._row = {key: row for row, key in enumerate(self._keys)}
        self._orders: dict[tuple[tuple[str, bool], ...], list[str]] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all documents, in their own order."""
        return tuple(self._keys)

    def rank(self, decided: Mapping[str, bool]) -> list[str]:
        """Return the keys of the documents that nobody has decided on, the likeliest to belong first.

        Until one that belongs and one that does not are known, the order is that of chance. The same decisions give
        the same order; that of the last few sets is kept, so that asking again costs nothing, also where several
        screeners ask in turn.

        Raises:
            StudyError: a decision is about a document that is not in the set.
        """
        unknown = sorted(decided.keys() - self._row.keys())
        if unknown:
            message = f"{unknown[0]} was screened, but is not among the documents that are ranked"
            raise StudyError(message)
        asked = tuple(sorted(decided.items()))
        order = self._orders.get(asked)
        if order is None:
            order = self._ranked(decided)
            for oldest in [*self._orders][: max(0, len(self._orders) - _ORDERS + 1)]:
                self._orders.pop(oldest, None)
            self._orders[asked] = order
        return list(order)

    def _ranked(self, decided: Mapping[str, bool]) -> list[str]:
        unread = [key for key in self._keys if key not in decided]
        if len(set(decided.values())) < 2 or not unread:  # noqa: PLR2004 - both kinds
            return sorted(unread, key=self._turn.__getitem__)
        scores = dict(zip(unread, self._scores(decided, unread).tolist(), strict=True))
        return sorted(unread, key=lambda key: (-scores[key], self._turn[key]))

    def _scores(self, decided: Mapping[str, bool], unread: Sequence[str]) -> np.ndarray[Any, Any]:
        import numpy as np
        from sklearn.svm import LinearSVC

        known = sorted(decided)
        belongs = np.array([decided[key] for key in known])
        weights = np.where(belongs, _WEIGHT_OF_IN * (~belongs).sum() / belongs.sum(), 1.0)
        # Scaled to a mean of one, so that the penalty keeps its meaning whatever the number of decisions.
        machine = LinearSVC(loss="squared_hinge", C=_PENALTY, dual="auto", random_state=0, max_iter=5000)
        machine.fit(self._features[[self._row[key] for key in known]], belongs, sample_weight=weights / weights.mean())
        scores: np.ndarray[Any, Any] = machine.decision_function(self._features[[self._row[key] for key in unread]])
        return scores
