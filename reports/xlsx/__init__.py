"""XLSX: a cluster's report as a workbook for people who sort, filter and compare.

Belongs here: which sheets there are, their columns and cells, and writing them so that a spreadsheet takes
no text for a formula, a link or a number. Does not belong here: frames, and files for machines
(`reports/evidence_files.py`, `reports/tables.py`).
"""
