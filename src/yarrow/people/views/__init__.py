"""Pages about people: form, act, redirect."""
