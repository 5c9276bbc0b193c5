"""The compliance report: what an inspection would find, for whoever has to mend it; never published."""
