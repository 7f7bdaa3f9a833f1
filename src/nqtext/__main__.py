"""``python -m nqtext`` is the command line ``nqtext``."""

from nqtext.cli import main

if __name__ == "__main__":
    main()
