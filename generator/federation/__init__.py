"""The province's part, played: every unit is harvested from what is published, judged, and told what is wrong.

Nothing of the sources is read but the line that a fault stands in, and that only where the workspace is at hand.
"""
