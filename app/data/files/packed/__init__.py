"""Packed formats, Parquet and workbooks, each read in a process of its own with limits."""
