"""What each customer did, for all customers at once; what reports over customers begin with."""
