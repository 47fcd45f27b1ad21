"""python -m mmemotion: the command line."""

from mmemotion.cli import main

main()
