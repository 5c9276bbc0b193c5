"""The shelf of verbs: one file each, that declares a click command of its own name; imported when it is called."""
