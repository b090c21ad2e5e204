"""Templates of e-mails and texts: rendered in a sandbox, previewed for recipients, looked over, saved."""
