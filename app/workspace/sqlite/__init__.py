"""The SQLite file itself: connections, tables and schema, documents and parts with their sha256, proven copies."""
