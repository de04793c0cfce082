"""``python -m toolkit`` and the command ``toolkit``."""

from __future__ import annotations


def main() -> None:
    import gc

    try:
        from toolkit.cli import main as run

        run()
    except KeyboardInterrupt:  # in the first moments, while modules are imported
        raise SystemExit(130) from None
    finally:
        gc.freeze()  # the system takes the memory back at once: nobody has to look through it before


if __name__ == "__main__":
    main()
