"""A dataset as Parquet parts and back, and as plain tables; nothing that is read is taken on trust."""
