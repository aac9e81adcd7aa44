"""Conversations and answers: state in rows, answers sealed under the person's key."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from smsbot.core.conversation import Conversation, Spot, Status
from smsbot.db.schema import answer, conversation
from smsbot.db.tx import Tx

_LIVE = conversation.c.status.in_((Status.WAITING.value, Status.SLEEPING.value))


def _bound(conversation_id: str) -> str:
    return f"conversation.answers:{conversation_id}"


def open_of(tx: Tx, participant_id: str) -> Conversation | None:
    """The one open conversation of a person, if there is one."""
    row = tx.one(
        select(conversation).where(
            conversation.c.participant_id == participant_id, conversation.c.status == Status.WAITING.value
        )
    )
    return None if row is None else _read(tx, row)


def asleep_of(tx: Tx, participant_id: str) -> Conversation | None:
    """The newest conversation of a person that sleeps, if there is one."""
    row = tx.first(
        select(conversation)
        .where(conversation.c.participant_id == participant_id, conversation.c.status == Status.SLEEPING.value)
        .order_by(conversation.c.id.desc())
    )
    return None if row is None else _read(tx, row)


def by_id(tx: Tx, conversation_id: str) -> Conversation | None:
    """A conversation, whatever became of it."""
    row = tx.one(select(conversation).where(conversation.c.id == conversation_id))
    return None if row is None else _read(tx, row)


def _read(tx: Tx, row: Row[Any]) -> Conversation:
    key = tx.key_of(row.participant_id)
    answers = json.loads(key.open(row.answers, _bound(row.id))) if row.answers else {}
    path = json.loads(key.open(row.path, f"conversation.path:{row.id}")) if row.path else {"stack": [], "trail": []}
    return Conversation(
        id=row.id,
        flow=row.flow,
        publication=row.publication_id,
        step=row.step,
        started_at=row.started_at,
        visit=row.visit,
        turns=row.turns,
        retries=row.retries,
        answers=answers,
        status=Status(row.status),
        unasked=row.unasked,
        stack=tuple(Spot(**spot) for spot in path["stack"]),
        trail=tuple(tuple(Spot(**spot) for spot in mark) for mark in path["trail"]),
    )


def _path(state: Conversation) -> str:
    """The stack and the trail as JSON, to be sealed: they hold answers."""
    trail = [[asdict(spot) for spot in mark] for mark in state.trail]
    return json.dumps({"stack": [asdict(spot) for spot in state.stack], "trail": trail})


def save(tx: Tx, participant_id: str, phone_id: str, state: Conversation, *, aside: bool = False) -> None:
    """Write a conversation's new state; a new one is inserted, and whatever was open before it has stopped.

    One that fell asleep takes the place of one that slept. `aside`: one that sleeps moved, and what is open stays so.
    """
    key = tx.key_of(participant_id)
    values: dict[str, Any] = {
        "publication_id": state.publication,
        "flow": state.flow,
        "step": state.step,
        "visit": state.visit,
        "turns": state.turns,
        "retries": state.retries,
        "status": state.status.value,
        "unasked": state.unasked,
        "ended_at": None if state.status in (Status.WAITING, Status.SLEEPING) else tx.now,
        "answers": key.seal(json.dumps(dict(state.answers)), _bound(state.id)) if state.answers else None,
        "path": key.seal(_path(state), f"conversation.path:{state.id}") if state.stack or state.trail else None,
    }
    if not aside:
        over = _LIVE if state.status is Status.SLEEPING else conversation.c.status == Status.WAITING.value
        _end(tx, participant_id, over, conversation.c.id != state.id)
    changed = tx.one(
        update(conversation).where(conversation.c.id == state.id).values(**values).returning(conversation.c.id)
    )
    if changed is None:
        tx.run(
            insert(conversation).values(
                id=state.id,
                participant_id=participant_id,
                phone_id=phone_id,
                started_at=state.started_at,
                **values,
            )
        )


def stop_open(tx: Tx, participant_id: str) -> None:
    """End whatever is open, and what sleeps."""
    _end(tx, participant_id, _LIVE)


def _end(tx: Tx, participant_id: str, *those: ColumnElement[bool]) -> None:
    tx.run(
        update(conversation)
        .where(conversation.c.participant_id == participant_id, *those)
        .values(status=Status.STOPPED.value, ended_at=tx.now)
    )


def save_answer(tx: Tx, participant_id: str, conversation_id: str | None, name: str, value: str) -> None:
    """Keep one answer, sealed."""
    answer_id = tx.new_id()
    sealed = tx.key_of(participant_id).seal(value, f"answer.value:{answer_id}")
    tx.run(
        insert(answer).values(
            id=answer_id,
            participant_id=participant_id,
            conversation_id=conversation_id,
            name=name,
            value=sealed,
            at=tx.now,
        )
    )


def forget_answer(tx: Tx, conversation_id: str | None, name: str) -> None:
    """The newest answer of this name was taken back."""
    newest = (
        select(answer.c.id)
        .where(answer.c.conversation_id == conversation_id, answer.c.name == name)
        .order_by(answer.c.at.desc(), answer.c.id.desc())
        .limit(1)
    )
    tx.run(delete(answer).where(answer.c.id == newest.scalar_subquery()))


def answers_of(tx: Tx, participant_id: str) -> Sequence[tuple[str, str]]:
    """Every answer a person gave, oldest first."""
    key = tx.key_of(participant_id)
    rows = tx.all(select(answer).where(answer.c.participant_id == participant_id).order_by(answer.c.at, answer.c.id))
    return [(row.name, key.open(row.value, f"answer.value:{row.id}")) for row in rows if row.value is not None]


def counted(tx: Tx) -> dict[tuple[str, str], int]:
    """How many conversations wait or sleep, by flow and step."""
    place = (conversation.c.flow, conversation.c.step)
    rows = tx.all(select(*place, func.count().label("number")).where(_LIVE).group_by(*place))
    return {(row.flow, row.step): row.number for row in rows}
