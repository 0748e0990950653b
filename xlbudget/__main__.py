"""python -m xlbudget."""

from __future__ import annotations

from typing import NoReturn


def main() -> NoReturn:
    """The program. Its commands are imported when it is called: a worker process of `batch` imports
    this module too, and needs none of them.
    """
    from xlbudget.cli import main as run

    run()


if __name__ == "__main__":
    main()
