"""The models that share out a conversion among the touches before it."""
