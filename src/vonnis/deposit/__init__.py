"""The data of a study as an archive takes them: files for every program, described so that a stranger can use them."""
