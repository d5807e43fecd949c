"""Which libraries the programs in a folder for Windows ask for that neither the folder, Python nor Windows has.

What cannot be run on the machine that builds it can be read: each program names the libraries (DLL) that it needs in
its import tables (Microsoft, "PE Format": the import and the delay-load import directory).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

OF_PYTHON = frozenset({"python3.dll", "python311.dll", "vcruntime140.dll", "vcruntime140_1.dll"})
"""What lies beside python.exe, in the embeddable package and in the builds that uv knows."""
OF_WINDOWS = frozenset(
    f"{name}.dll"
    for name in (
        *("advapi32", "bcrypt", "bcryptprimitives", "crypt32", "dbghelp", "gdi32", "iphlpapi", "kernel32", "ntdll"),
        *("ole32", "oleaut32", "rpcrt4", "secur32", "shell32", "shlwapi", "user32", "userenv", "version", "ws2_32"),
    )
)
"""Parts of Windows 10 and later, with the universal C runtime (``api-ms-win-…``)."""
_PROGRAMS = frozenset({".pyd", ".dll", ".exe"})
_WIDE = 0x20B
_IMPORTS = ((1, 20, 12), (13, 32, 4))
"""Of each import table its place among the directories, the size of a line, and where a line has its name."""


def lacking(folder: Path) -> dict[str, str]:
    """Return the libraries that nothing has, each with a program that asks for it; none in a folder that is whole."""
    programs = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _PROGRAMS]
    here = {path.name.lower() for path in programs} | OF_PYTHON | OF_WINDOWS
    asked = {name.lower(): path.relative_to(folder).as_posix() for path in programs for name in imports(path)}
    return {name: by for name, by in sorted(asked.items()) if name not in here and not name.startswith("api-ms-win-")}


def imports(path: Path) -> Iterator[str]:
    """Yield the names of the libraries that a program asks for."""
    data = path.read_bytes()
    head = int(struct.unpack_from("<I", data, 0x3C)[0])
    sections, size = struct.unpack_from("<H12xH", data, head + 6)
    table = head + 24 + (112 if struct.unpack_from("<H", data, head + 24)[0] == _WIDE else 96)
    places = [struct.unpack_from("<IIII", data, head + 24 + size + 40 * number + 8) for number in range(sections)]

    def offset(address: int) -> int:
        return next(
            address - begin + raw
            for length, begin, stored, raw in places
            if begin <= address < begin + max(length, stored)
        )

    for directory, line, name in _IMPORTS:
        address = struct.unpack_from("<I", data, table + 8 * directory)[0]
        place = offset(address) if address else None
        while place is not None and (found := struct.unpack_from("<I", data, place + name)[0]):
            begin = offset(found)
            yield data[begin : data.index(b"\0", begin)].decode("ascii")
            place += line
