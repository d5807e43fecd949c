"""What is asked of a case: variables on four levels, kinds of missing, rules; versions and their migrations."""

from vonnis.codebook.codebook import Case, Category, Check, Codebook, Derived, Level, Text, Variable
from vonnis.codebook.missing import Missing
from vonnis.codebook.reading import read_codebook

__all__ = [
    "Case",
    "Category",
    "Check",
    "Codebook",
    "Derived",
    "Level",
    "Missing",
    "Text",
    "Variable",
    "read_codebook",
]
