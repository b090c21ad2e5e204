"""Reports: a folder for each, and what several of them share: what is asked, how it is counted, drawn and written."""
