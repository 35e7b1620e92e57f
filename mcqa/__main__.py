"""Where a run begins: `mcqa`, and `python -m mcqa`."""

import gc
import sys


def main() -> None:
    """Run the command line."""
    # a short run makes many objects and little rubbish: collecting it over and over costs a tenth of the time, most of
    # it while the libraries of the command line are loaded
    gc.set_threshold(200_000)
    try:
        from mcqa.cli.main import main as run

        run()
    except KeyboardInterrupt:
        # before the command line could take care of it
        sys.stderr.write("mcqa: interrupted; nothing was written\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
