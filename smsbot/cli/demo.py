"""What a demonstration starts with: the two workers of the shipped rota, on simulated phones."""

from smsbot.db import workers
from smsbot.wiring import Parts

TEAM = {"sam": "+13365550150", "dee": "+13365550151"}


def prepare(parts: Parts) -> None:
    """Add the workers once; a demonstration that goes on finds them."""
    with parts.db.write(parts.clock.now()) as tx:
        known = {worker.handle for worker in workers.everyone(tx)}
        for handle, number in TEAM.items():
            if handle not in known:
                workers.add(tx, handle, number)
