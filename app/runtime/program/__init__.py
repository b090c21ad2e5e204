"""The scenarios as flat tables: what the compiler writes and the machine reads, and never changes.

Fields that name a row of another table are called after it; `first` and `size` name a run of rows. -1 is none.
Instants and lengths are microseconds, instants UTC.
"""
