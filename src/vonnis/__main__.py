"""``python -m vonnis`` is the same program as ``vonnis``."""

from vonnis.cli.main import run

if __name__ == "__main__":
    run()
