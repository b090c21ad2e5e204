"""Commands about datasets: imported, looked into, parted into segments."""
