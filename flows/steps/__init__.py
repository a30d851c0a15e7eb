"""The steps of the pipeline, one a file: plain functions that load, call the room that knows, and save.

The command line and the Prefect flows call the same functions.
"""
