"""A report as slides and as a workbook, with charts that can be changed."""
