"""Records change houses: from the SQLite file into PostgreSQL, compared row by row before anything is said to be done.

source locked and summed → target migrated → copied in batches, each noted in its own transaction → put right
→ counts and sums compared, trails verified → noted on the trails

The source is only read. A process that dies anywhere is followed by one that goes on behind the last batch.
"""
