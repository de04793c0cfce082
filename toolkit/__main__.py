"""``python -m toolkit`` and the command ``toolkit``."""

from __future__ import annotations


def main() -> None:
    import gc

    from toolkit.cli import main as run

    try:
        run()
    finally:
        gc.freeze()  # the system takes the memory back at once: nobody has to look through it before


if __name__ == "__main__":
    main()
