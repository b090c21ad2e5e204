"""Datasets, scenarios and runs as a workspace keeps them: lists in small columns, documents, Parquet parts."""
