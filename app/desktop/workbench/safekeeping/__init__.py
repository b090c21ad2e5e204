"""All that keeps what the user made: recovery, checks, backups, copies to give away."""
