"""Every file that somebody names is read and written here: whole, bounded, and no device."""
