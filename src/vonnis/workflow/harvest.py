"""Harvesting: list an index span by span until each list is proven, fetch what it lists, and keep a ledger of it all.

A run goes through the spans in the order of their days. What it lists of a span it fetches at once, so that little
time passes between the two. At the end it asks once more what the whole announces, since judgments are published
while it works.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec

from vonnis.errors import GoneError, ServiceError
from vonnis.sources.client import Client, TurnedAwayError
from vonnis.sources.holdings import GONE, connect, locked
from vonnis.sources.ledger import Ledger, Run, Span
from vonnis.sources.source import Entry, IndexPage, MalformedError, Query, Request, Source, content_outside
from vonnis.sources.windows import Listed, Split, list_window
from vonnis.workflow.progress import Progress, Silence

_CLOSING_ROUNDS = 2
_FAILURES_IN_A_ROW = 5
"""After so many documents in a row that are not given in any attempt, the index is asked whether the service is up."""


class Harvested(msgspec.Struct, kw_only=True):
    """What one run did, as opposed to what the ledger holds."""

    resumed: bool = False
    update: bool = False
    fetched: int = 0
    with_text: int = 0
    replaced: int = 0
    withdrawn: int = 0
    failed: int = 0
    requests: int = 0
    stopped: str | None = None


class Harvest:
    """One run against one service into one folder.

    Args:
        source: whose index and documents.
        client: asks the service.
        ledger: of the folder.
        now: the moment, for the ledger.
        progress: is told how far it is.
    """

    def __init__(
        self,
        source: Source,
        client: Client,
        ledger: Ledger,
        *,
        now: Callable[[], dt.datetime],
        progress: Progress | None = None,
    ) -> None:
        """Take everything that a run needs; nothing is asked yet."""
        self._source = source
        self._client = client
        self._ledger = ledger
        self._now = now
        self._progress = progress or Silence()
        self._done = Harvested()
        self._row_of_failures = 0

    def run(self, query: Query) -> Harvested:
        """Do everything that is still to be done for a question; what is already in the folder is not fetched again."""
        run = self._ledger.begin(self._source.name, query.filters, span=Span(query.first, query.last), at=self._at())
        self._done.resumed, self._done.update = run.resumed, run.update
        try:
            self._whole(query, run)
        except ServiceError as error:
            self._done.stopped = f"{error}; what is done is kept, so run the same command again later"
        self._done.requests = self._client.sent
        return self._done

    def _whole(self, query: Query, run: Run) -> None:
        if run.update:
            self._ledger.retry_failed(run)
            if damaged := self._ledger.fetch_damaged(run):
                self._progress.note(f"{damaged:,} documents are gone or damaged; they are fetched again.")
            self._changes(query, run)
        self._spans(query, run)
        for _ in range(_CLOSING_ROUNDS):
            known = self._ledger.announced(run)
            if known in (self._still_announced(query), self._still_announced(query)):
                break
            self._progress.note("The index changed meanwhile; its spans are listed again.")
            self._ledger.list_again(run)
            self._spans(query, run)
        if self._ledger.retry_failed(run):
            self._fetch_all(query, run, Span(run.first, run.last))
        self._look_after_unseen(query, run)
        self._ledger.finish(run, at=self._at())

    def _at(self) -> str:
        return self._now().astimezone(dt.UTC).isoformat(timespec="seconds")

    # Listing

    def _page(self, query: Query, offset: int, newest_first: bool) -> IndexPage:  # noqa: FBT001 - as AskPage has it
        request = self._source.index_request(
            query, offset=offset, size=self._source.page_size, newest_first=newest_first
        )
        return self._client.ask(request, self._source.read_index)

    def _listed(self, query: Query) -> Listed | Split:
        def follow(request: Request) -> IndexPage:
            return self._client.ask(request, self._source.read_index)

        return list_window(query, self._page, page_size=self._source.page_size, follow=follow)

    def _still_announced(self, query: Query) -> int:
        request = self._source.index_request(query, offset=0, size=1)
        return self._client.ask(request, self._source.read_index).announced

    def _spans(self, query: Query, run: Run) -> None:
        """List each span that is not listed yet, and fetch what it lists."""
        self._fetch_all(query, run, Span(run.first, run.last))
        while (span := self._ledger.next_span(run)) is not None:
            found = self._listed(query.between(span.first, span.last))
            if isinstance(found, Split):
                self._ledger.split(run, span, parts=found.spans)
                continue
            self._done.withdrawn += self._ledger.record(run, span, listed=found, at=self._at())
            if found.doubt:
                self._progress.note(f"Not proven: {found.doubt}.")
            self._fetch_all(query, run, span)

    def _changes(self, query: Query, run: Run) -> None:
        """Ask first for what changed since the last run, with a day to spare: it is the reason to run again."""
        latest = self._ledger.latest_change(run)
        since = _a_day_before(latest) if latest else None
        if since is None:
            return
        waiting = [Span(query.first, query.last)]
        while waiting:
            span = waiting.pop()
            asked = msgspec.structs.replace(query.between(span.first, span.last), modified_since=since)
            try:
                found = self._listed(asked)
            except ServiceError:
                # The spans are listed whole afterwards anyway; this is the faster way to most of what they will show.
                return
            if isinstance(found, Split):
                waiting += [Span(first, last) for first, last in found.spans]
            else:
                self._done.withdrawn += self._ledger.enter_changes(run, found.entries, at=self._at())

    # Fetching

    def _fetch_all(self, query: Query, run: Run, span: Span) -> None:
        entries = list(self._ledger.pending(run, span))
        if not entries:
            return
        days = f"{span.first.isoformat()} to {span.last.isoformat()}"
        self._progress.start(f"fetching {days}", len(entries))
        for entry in entries:
            self._fetch(query, run, entry)
            self._progress.advance()

    def _fetch(self, query: Query, run: Run, entry: Entry) -> None:
        """Fetch one document, and enter what became of it."""
        if self._enter_held(query, run, entry):
            return
        request = self._source.content_request(entry.ecli)
        try:
            body, content = self._client.ask(request, lambda data: (data, self._source.read_content(data, entry.ecli)))
        except ServiceError as error:
            self._ledger.fail(run, entry.ecli, reason=str(error), at=self._at())
            self._done.failed += 1
            self._row_of_failures = self._row_of_failures + 1 if isinstance(error, TurnedAwayError) else 0
            if self._row_of_failures >= _FAILURES_IN_A_ROW:
                # The index answers where only these documents fail; where it does not, this raises and ends the run.
                self._still_announced(query)
                self._row_of_failures = 0
            return
        self._row_of_failures = 0
        if reason := content_outside(query, content):
            self._ledger.put_outside(run, entry, reason=reason, at=self._at())
            return
        origin = self._client.manners.address + request.path
        self._done.replaced += self._ledger.store(run, entry, body=body, content=content, at=self._at(), origin=origin)
        self._done.fetched += 1
        self._done.with_text += content.has_text

    def _enter_held(self, query: Query, run: Run, entry: Entry) -> bool:
        """Enter a document that another harvest brought, held against what this one asks; False where none is whole."""
        held = self._ledger.held(entry)
        if held is None:
            return False
        try:
            content = self._source.read_content(held[1], entry.ecli)
        except MalformedError:
            return False
        if reason := content_outside(query, content):
            self._ledger.put_outside(run, entry, reason=reason, at=self._at())
        else:
            self._ledger.enter_held(run, entry, has_text=content.has_text, at=self._at())
        return True

    # The end

    def _look_after_unseen(self, query: Query, run: Run) -> None:
        """Ask for what the index no longer lists: what is gone from the service goes from the folder as well."""
        for entry in self._ledger.unseen(run):
            request = self._source.content_request(entry.ecli)
            reason: str | None = None
            try:
                content = self._client.ask(
                    request,
                    lambda data, ecli=entry.ecli: self._source.read_content(data, ecli),  # type: ignore[misc]
                )
                reason = content_outside(query, content)
            except GoneError:
                reason = GONE
            if reason is None:
                self._progress.note(f"{entry.ecli} is no longer listed, but still published; it stays.")
            self._done.withdrawn += self._ledger.forget(run, entry.ecli, reason=reason, at=self._at())


def harvest(
    folder: Path,
    query: Query,
    *,
    source: Source,
    client: Client,
    now: Callable[[], dt.datetime],
    progress: Progress | None = None,
) -> Harvested:
    """Harvest into a folder, which nobody else may write to meanwhile.

    Raises:
        CorpusError: the folder is in use, or is no corpus folder.
    """
    with locked(folder):
        ledger = Ledger(connect(folder, create=True))
        try:
            return Harvest(source, client, ledger, now=now, progress=progress).run(query)
        finally:
            ledger.close()


def _a_day_before(moment: str) -> str | None:
    try:
        found = dt.datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (found - dt.timedelta(days=1)).replace(tzinfo=None).isoformat(timespec="seconds")
