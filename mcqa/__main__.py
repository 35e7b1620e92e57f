"""Where a run begins: `mcqa`, and `python -m mcqa`."""

import gc


def main() -> None:
    """Run the command line."""
    # a short run makes many objects and little rubbish: collecting it over and over costs a tenth of the time, most of
    # it while the libraries of the command line are loaded
    gc.set_threshold(200_000)
    from mcqa.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
