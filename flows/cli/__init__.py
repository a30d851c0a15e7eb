"""The command line: one command a file, each of which reads its call, runs a step and says what came of it.

Libraries that are slow to load are imported inside the commands, so that `trama --help` answers at once.
"""
