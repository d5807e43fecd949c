"""The whole error tree, one root.

::

    VonnisError
    ├── UsageError            a command or call was put wrongly                     (exit 2)
    ├── UnreadableError       an input could not be read                            (exit 1)
    │   ├── NotAJudgmentError     readable, but no judgment
    │   ├── EncodingError         bytes that no declared or likely encoding explains
    │   ├── ProtectedError        encrypted, or closed by a password
    │   ├── NoTextError           a document without a text layer (a scan)
    │   ├── TooLargeError         beyond a stated size, depth or ratio
    │   └── StudyZipError         a study from elsewhere is not what a study is; ``ground`` names why
    ├── UnwritableError       a result could not be written                     (exit 1)
    ├── ServiceError          a service did not answer, or not with what it promises (exit 1)
    │   └── GoneError             the service no longer has what was asked for
    ├── CorpusError           a corpus folder or its ledger is wrong            (exit 1)
    ├── EvidenceError         a value does not match its passage
    ├── StudyError            a study folder or one of its files is wrong
    │   ├── MistakesError         a hand-written file (codebook, protocol) holds mistakes; ``mistakes`` lists them
    │   ├── RefusedError          rows were refused as a whole; ``sentences`` say what is wrong with each
    │   ├── SeenError             somebody would code blind what they saw others answer; ``coder`` and ``unit`` say who
    │   └── ClosedError           coding is closed: a permission ended, or a statement of secrecy is missing
    └── DisclosureError       something would leave without passing the gate

Each message is one clear sentence: what is wrong, where (file, line, ECLI), what to do.
"""

from __future__ import annotations

from collections.abc import Sequence


class VonnisError(Exception):
    """The root of every error that vonnis raises on purpose."""


class UsageError(VonnisError):
    """A command or call was put wrongly."""


class UnreadableError(VonnisError):
    """An input could not be read."""


class NotAJudgmentError(UnreadableError):
    """The input is readable, but holds no judgment."""


class EncodingError(UnreadableError):
    """The bytes cannot be explained by a declared or likely encoding."""


class ProtectedError(UnreadableError):
    """The document is encrypted or closed by a password."""


class NoTextError(UnreadableError):
    """The document has no text layer, as a scan has none."""


class TooLargeError(UnreadableError):
    """The input goes beyond a stated size, depth or compression ratio."""


class StudyZipError(UnreadableError):
    """A study that came as a zip is refused: ``ground`` is a word for why, ``about`` the member that it is about."""

    def __init__(self, message: str, *, ground: str, about: str = "") -> None:
        self.ground, self.about = ground, about
        super().__init__(message)


class UnwritableError(VonnisError):
    """A result could not be written."""


class ServiceError(VonnisError):
    """A service did not answer, or did not answer with what it promises."""


class GoneError(ServiceError):
    """The service no longer has what was asked for."""


class CorpusError(VonnisError):
    """A corpus folder, or its ledger, is wrong."""


class EvidenceError(VonnisError):
    """A value does not match the passage that it points to."""


class StudyError(VonnisError):
    """A study folder, or a file in it, is wrong."""


class MistakesError(StudyError):
    """A hand-written file holds mistakes: ``mistakes`` has one sentence each, with file, line and column.

    The message tells the first, and how many there are besides.
    """

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        self.mistakes = mistakes
        more = len(mistakes) - 1
        also = f" (and {more} more {'mistake' if more == 1 else 'mistakes'} in this file)" if more > 0 else ""
        super().__init__(f"{mistakes[0]}{also}")


class RefusedError(StudyError):
    """Rows were refused as a whole: ``sentences`` says so first, and then what is wrong with each, a sentence each."""

    def __init__(self, refusal: str, mistakes: Sequence[str], *, shown: int = 20) -> None:
        more = len(mistakes) - shown
        self.sentences = (refusal, *mistakes[:shown], *([f"and {more} more"] if more > 0 else ()))
        super().__init__("\n".join(self.sentences))


class SeenError(StudyError):
    """A coder would be given a unit in a blind round after having seen what others answered about its case."""

    def __init__(self, message: str, *, coder: str, unit: str) -> None:
        self.coder, self.unit = coder, unit
        super().__init__(message)


class ClosedError(StudyError):
    """Coding is closed: a permission has not begun or has ended, or a statement of secrecy is missing."""


class DisclosureError(VonnisError):
    """Something would leave the study without passing the gate."""
