"""A workspace's data: files brought in, corrections kept, segments, and tables of rows and people to take along."""
