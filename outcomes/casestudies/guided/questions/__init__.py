"""The questions of the guided form: each knows what it asks, what it writes, and how its answer reads."""
