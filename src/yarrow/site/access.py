"""Access rules of the pages that come with libraries, by URL name."""
