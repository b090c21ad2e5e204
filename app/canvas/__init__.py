"""The editor of a scenario: view, scene, session, and all that is done on them."""
