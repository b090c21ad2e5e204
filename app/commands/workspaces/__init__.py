"""Commands about whole workspaces."""
