"""The cluster that the tests of the engines share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines.cluster import Cluster, cluster


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Dask scheduler with two workers, whose nannies start them again when they die."""
    with cluster(tmp_path_factory.mktemp("cluster"), nanny=True) as one:
        yield one
