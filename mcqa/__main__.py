"""`python -m mcqa` is `mcqa`."""

from mcqa.cli.main import main

if __name__ == "__main__":
    main()
