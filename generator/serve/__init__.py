"""The preview: a county as its editors see it while they write, at an address of this machine only.

One thread does all the work (`desk.py`, `preview.py`, in the loop of `running.py`), because a body that costs too
much can be stopped only there; others listen to browsers (`listener.py`) and to the file system (`watch.py`) and put
what they hear into one queue. Nothing is written but what the next build may use; the build at the end is an ordinary
one.
"""
