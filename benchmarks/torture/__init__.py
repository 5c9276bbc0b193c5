"""Ways to break a county while it is built and published, and to tell whether it is broken: `reliability.py`."""
