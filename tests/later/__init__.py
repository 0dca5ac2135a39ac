"""A room built later than everything else: it declares its rows and nobody below knows it."""
