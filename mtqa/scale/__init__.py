"""Runs of any size in bounded memory: tasks to parts, parts to a sum, on one machine or on a cluster."""
