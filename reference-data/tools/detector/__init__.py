"""Training and reading of the small AnchorDETR."""
