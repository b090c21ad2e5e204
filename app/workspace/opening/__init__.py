"""The way into a file: probed, locked, migrated, verified, trusted."""
