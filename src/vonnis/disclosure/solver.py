"""Linear and whole-number programs, asked of HiGHS in one way: one thread, one seed, so that the answer repeats.

Work is bounded by nodes and never by seconds: a faster machine must not publish another pattern.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from vonnis.errors import DisclosureError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

Row = Mapping[int, float]
Ending = Literal["solved", "infeasible", "stopped"]

TOLERANCE = 1e-6
"""So much may a number that a program finds lie beside the true one, by rounding alone."""
_GAP = 1e-7
_PRIMAL = 4


@cache
def _say_nothing() -> None:
    """Make the first solver of the process, which prints a licence line, while standard output leads nowhere.

    A command that reports in JSON on standard output would be spoilt by it. The line waits in the buffer of the C
    library, which must be emptied before standard output comes back.
    """
    import highspy

    make: Any = highspy.Highs
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        make()
        ctypes.CDLL(None).fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class Answer(NamedTuple):
    """What a program came to.

    ``point`` holds a value a column, ``prices`` its reduced cost (empty for whole-number programs), ``bound`` a value
    that no better solution can pass. ``nodes`` tells how many a search in whole numbers took.
    """

    ending: Ending
    value: float
    bound: float
    point: Vector
    prices: Vector
    nodes: int = 0


class Program:
    """A program over numbered columns that keeps its basis between two questions.

    Args:
        lower: the least value of each column.
        upper: the greatest value of each column; infinity where there is none.
        rows: the coefficients of each row, by column.
        least: the least value of each row.
        most: the greatest value of each row.
        whole: the columns that take whole numbers only.
    """

    def __init__(
        self,
        lower: Vector,
        upper: Vector,
        rows: Sequence[Row],
        *,
        least: Sequence[float],
        most: Sequence[float],
        whole: Sequence[int] = (),
    ) -> None:
        import highspy
        import numpy as np

        self._np, self._highspy = np, highspy
        self.columns = len(lower)
        self._every = np.arange(self.columns, dtype=np.int32)
        self._costs = np.zeros(self.columns)
        self._whole = bool(whole)
        _say_nothing()
        make: Any = highspy.Highs
        self._solver: Any = make()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("parallel", "off"),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", _GAP),
            ("presolve", "on" if whole else "off"),
        ):
            self._solver.setOptionValue(name, value)
        self._solver.passModel(self._model(lower, upper, rows, least=least, most=most))
        for column in whole:
            self._solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)

    def _model(
        self, lower: Vector, upper: Vector, rows: Sequence[Row], *, least: Sequence[float], most: Sequence[float]
    ) -> Any:  # noqa: ANN401 - HiGHS brings no types
        np = self._np
        model = self._highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, len(rows)
        model.col_cost_ = self._costs
        model.col_lower_, model.col_upper_ = lower, upper
        model.row_lower_, model.row_upper_ = np.array(least, dtype=float), np.array(most, dtype=float)
        matrix = model.a_matrix_
        matrix.format_ = self._highspy.MatrixFormat.kRowwise
        matrix.start_ = np.array([0, *np.cumsum([len(row) for row in rows])], dtype=np.int32)
        matrix.index_ = np.array([column for row in rows for column in row], dtype=np.int32)
        matrix.value_ = np.array([value for row in rows for value in row.values()], dtype=float)
        return model

    def from_last_point(self) -> Program:
        """Let each question start from the last answer, which is quicker where only the objective changes."""
        self._solver.setOptionValue("simplex_strategy", _PRIMAL)
        return self

    def bound(self, lower: Vector, upper: Vector) -> None:
        """Set the least and greatest value of every column."""
        self._solver.changeColsBounds(self.columns, self._every, lower, upper)

    def add(self, row: Row, *, least: float) -> None:
        """Add a row that must come to ``least`` or more."""
        columns = self._np.array(list(row), dtype=self._np.int32)
        values = self._np.array(list(row.values()), dtype=float)
        self._solver.addRow(least, self._highspy.kHighsInf, len(row), columns, values)

    def best(self, costs: Row | Vector, *, maximise: bool = False, nodes: int | None = None) -> Answer:
        """Return the least (or greatest) value of an objective, and where it is taken.

        ``nodes`` bounds the search of a whole-number program; what was found by then has the ending ``stopped``.

        Raises:
            DisclosureError: the solver gives no answer at all.
        """
        np = self._np
        if isinstance(costs, Mapping):
            wanted = np.zeros(self.columns)
            for column, value in costs.items():
                wanted[column] = value
        else:
            wanted = costs
        self._solver.changeColsCost(self.columns, self._every, -wanted if maximise else wanted)
        if nodes is not None:
            self._solver.setOptionValue("mip_max_nodes", nodes)
        self._solver.run()
        return self._answer(maximise=maximise)

    def _answer(self, *, maximise: bool) -> Answer:
        np, status = self._np, self._solver.getModelStatus()
        kinds = self._highspy.HighsModelStatus
        if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
            return Answer("infeasible", np.inf, np.inf, np.empty(0), np.empty(0), self._nodes())
        info, solution = self._solver.getInfo(), self._solver.getSolution()
        point = np.array(solution.col_value)
        stopped = status in (kinds.kSolutionLimit, kinds.kIterationLimit)
        if status != kinds.kOptimal and not stopped:
            message = f"the solver gave no answer ({self._solver.modelStatusToString(status)}); use fewer cells a table"
            raise DisclosureError(message)
        sign = -1.0 if maximise else 1.0
        value = sign * info.objective_function_value
        bound = sign * info.mip_dual_bound if self._whole else value
        if stopped and not (len(point) and np.isfinite(value)):
            return Answer("stopped", np.inf, bound, np.empty(0), np.empty(0), self._nodes())
        prices = np.empty(0) if self._whole else sign * np.array(solution.col_dual)
        return Answer("stopped" if stopped else "solved", value, bound, point, prices, self._nodes())

    def _nodes(self) -> int:
        return max(0, int(self._solver.getInfo().mip_node_count)) if self._whole else 0
