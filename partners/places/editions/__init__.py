"""New editions of official areas: what changes, what moves with it, and what a person has to decide."""
