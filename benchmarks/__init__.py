"""Measurements that `docs/performance.md` and `docs/scaling.md` quote: nothing of the program imports from here."""
