"""Pages: getting in, setting a project up, looking after workers, one's own account."""
