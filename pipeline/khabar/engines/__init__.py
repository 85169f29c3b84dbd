"""Run the pipeline over any amount of input: on this machine by processes, or on a Spark cluster.

Nothing is lost and nothing is written twice: every item read is a record or a reject.
"""
