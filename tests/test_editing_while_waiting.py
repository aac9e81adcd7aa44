"""Staff edit and publish a flow while a thousand people are in the middle of it."""

import shutil
from collections import Counter
from pathlib import Path

from programme_here import MONDAY, ROOT
from sqlalchemy import select, update

from smsbot.content.catalog import Catalog
from smsbot.core.conversation import Conversation
from smsbot.db import conversations, people, programme
from smsbot.db.database import Database
from smsbot.db.outbox import body_of
from smsbot.db.schema import conversation, outbox
from smsbot.lab.world import World
from smsbot.usecases.decide_inbox import decide_pending

PEOPLE = 1000
FLOW = """\
flow: laundry
about: Clothes washed, in two questions.
keywords: {en: [laundry], es: [lavar ropa]}
expires: 2 days
steps:
  what:
    ask: {en: "First wording. 1 clothes 2 a blanket", es: "Primera manera. 1 ropa 2 una cobija"}
    choices:
      clothes: {words: [1, clothes, ropa]}
      blanket: {words: [2, blanket, una cobija]}
    retry: {times: 1, say: {en: "First again: 1 or 2.", es: "Otra vez la primera: 1 o 2."}}
    otherwise: flow person
  day:
    ask: {en: "First day?", es: "¿Primera fecha?"}
    answer: text
    otherwise: flow person
  asked:
    say: {en: "First thanks.", es: "Primeras gracias."}
"""
EDITED = """\
flow: laundry
about: Clothes washed, in one question, asked in another step.
keywords: {en: [laundry], es: [lavar ropa]}
expires: 2 days
steps:
  which:
    ask: {en: "Second wording. 1 sheets 2 socks", es: "Segunda manera. 1 telas 2 medias"}
    choices:
      sheets: {words: [1, sheets, telas]}
      socks: {words: [2, socks, medias]}
    otherwise: flow person
  asked:
    say: {en: "Second thanks.", es: "Segundas gracias."}
"""


class Staff:
    """Files that a running bot follows."""

    def __init__(self, folder: Path, db: Database) -> None:
        shutil.copytree(ROOT / "flows", folder / "flows")
        shutil.copytree(ROOT / "templates", folder / "templates")
        self.db = db
        self.file = folder / "flows" / "laundry.yaml"

    def write(self, text: str) -> Catalog:
        """Save the file; what a process that starts then goes by."""
        self.file.write_text(text)
        folder = self.file.parents[1]
        catalog = Catalog(folder / "flows", folder / "templates", self._load)
        assert catalog.reload(self._publish) is None
        return catalog

    def _publish(self, sources: str, digest: str) -> str:
        with self.db.write(MONDAY) as tx:
            return programme.publish(tx, digest, sources)

    def _load(self, publication_id: str) -> str | None:
        with self.db.read(MONDAY) as tx:
            return programme.publication_sources(tx, publication_id)


def _number(person: int) -> str:
    return f"+1{201 + person // 100}5550{100 + person % 100}"


def _begin(db: Database, catalog: Catalog) -> None:
    """Everybody is at the first question; one transaction, or it takes as long as all the rest."""
    published = catalog.current().publication
    with db.write(MONDAY) as tx:
        for person in range(PEOPLE):
            found = people.find_or_create(tx, _number(person), language="en", zone="America/New_York")
            talk = Conversation(tx.new_id(), "laundry", published, "what", MONDAY, visit=1, turns=1)
            conversations.save(tx, found.participant_id, found.phone_id, talk)


def _all_say(world: World, body: str) -> Counter[str]:
    """Everybody texts the same; the texts that wait to be handed over then, counted by their words."""
    for person in range(PEOPLE):
        world.arrive(_number(person), body)
    while decide_pending(world.db, world.programs, world.clock):
        pass
    with world.db.write(world.clock.now()) as tx:
        rows = tx.all(select(outbox).where(outbox.c.status == "queued"))
        heard = Counter(body_of(tx, row) for row in rows)
        tx.run(update(outbox).where(outbox.c.status == "queued").values(status="cancelled"))
    return heard


def _waiting(db: Database) -> Counter[str]:
    with db.read(MONDAY) as tx:
        rows = tx.all(select(conversation.c.step).where(conversation.c.status == "waiting"))
    return Counter(row.step for row in rows)


def test_an_edit_loses_none_of_a_thousand_conversations_and_changes_none_of_their_words(
    tmp_path: Path, sqlite_db: Database
) -> None:
    staff = Staff(tmp_path, sqlite_db)
    _begin(sqlite_db, staff.write(FLOW))

    world = World(sqlite_db, staff.write(EDITED), MONDAY)

    assert _waiting(sqlite_db) == {"what": PEOPLE}
    assert _all_say(world, "1") == {"First day?": PEOPLE}
    assert _waiting(sqlite_db) == {"day": PEOPLE}
    assert world.text(_number(0), "on a good one")[-1] == "First thanks."
    assert "Second wording" in world.text(_number(0), "laundry")[-1]
