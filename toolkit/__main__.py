"""``python -m toolkit`` and the command ``toolkit``."""

from __future__ import annotations


def main() -> None:
    from toolkit.cli import main as run

    run()


if __name__ == "__main__":
    main()
