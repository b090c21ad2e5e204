"""What a workspace keeps by key: its identity, its plan, segments, responses, and reports under a name."""
