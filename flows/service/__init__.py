"""The service: a delivery lands, and seconds later the reports of the clusters it touched are new.

Belongs here: the watcher of the landing folder, the Prefect server and runner that the service starts, the
chain from a landed delivery to changed pages, the events and alerts it sends, the forms for analysts.

Does not belong here: what a step does (`flows/steps/` and the rooms below), and any rule of who may see what.
Nothing that a record says is sent to Prefect: ids, counts, agency codes and paths below the landing folder.
"""
