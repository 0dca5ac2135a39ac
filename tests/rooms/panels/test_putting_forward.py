"""What may be put forward to a panel: words only, about somebody whom the page names, in whatever letters they are."""
