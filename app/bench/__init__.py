"""What `rehearse bench` measures, and the synthetic customers it measures with."""
