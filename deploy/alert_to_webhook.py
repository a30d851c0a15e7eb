"""Send each alert of a running service to a chat's or mail gateway's webhook.

Usage: `PREFECT_API_URL=http://127.0.0.1:4200/api python deploy/alert_to_webhook.py URL [EVENT]`

Makes a webhook block and an automation in Prefect, which the UI shows under Automations and which can be
changed or switched off there. EVENT is `trama.cluster.alert` unless it is given. What is sent: the event's
name, what it is about, and (for an alert) the rule's name; never anything of a case.
"""

from __future__ import annotations

import asyncio
import sys

from prefect.automations import Automation
from prefect.blocks.webhook import Webhook
from prefect.events.actions import CallWebhook
from prefect.events.schemas.automations import EventTrigger, Posture
from pydantic import SecretStr

TEXT = '{"text": "{{ event.event }}: {{ event.resource.id }} {{ event.payload.rule }}"}'
"""The body that most chats take; a template over the event, filled in by Prefect's server."""


async def send_on(url: str, event: str) -> None:
    """Have Prefect send every such event on to a webhook."""
    name = event.replace(".", "-")
    webhook = Webhook(method="POST", url=SecretStr(url), allow_private_urls=True)
    block_id = await webhook.asave(name, overwrite=True)
    trigger = EventTrigger(expect={event}, posture=Posture.Reactive, threshold=1)
    action = CallWebhook(block_document_id=block_id, payload=TEXT)
    await Automation(name=f"{event} to webhook", trigger=trigger, actions=[action]).acreate()


if __name__ == "__main__":
    asyncio.run(send_on(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "trama.cluster.alert"))
