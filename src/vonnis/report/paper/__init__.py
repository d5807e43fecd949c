"""The report on paper: a tagged PDF after PDF/UA-1, set by Typst."""
