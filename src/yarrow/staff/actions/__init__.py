"""Every write of this room, by the part of a worker's or project's life it belongs to."""
