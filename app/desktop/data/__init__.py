"""The place Data: datasets in tables, importing, quality, segments."""
