"""What messages are made with and how people reacted to them: a brand's kit, previews, remarks, measured responses."""
