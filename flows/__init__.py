"""Flows: what is done when, for whom and with which settings.

Belongs here: the steps of the pipeline as plain functions that load, call and save; the Prefect flows and
tasks that wrap the same steps; the command line; settings; the lock that lets in one writer at a time.

Does not belong here: any rule about the domain (what a record is, who is who, what a link weighs, what may
leave), SQL, and markup. A flow that needs one of these calls the room that owns it.
"""
