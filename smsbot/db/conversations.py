"""Conversations and answers: state in rows, answers sealed under the person's key."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from smsbot.core.conversation import Conversation, Status
from smsbot.db.schema import answer, conversation
from smsbot.db.tx import Tx


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


def _read(tx: Tx, row: Row[Any]) -> Conversation:
    sealed = row.answers
    answers = json.loads(tx.key_of(row.participant_id).open(sealed, _bound(row.id))) if sealed else {}
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
    )


def save(tx: Tx, participant_id: str, phone_id: str, state: Conversation) -> None:
    """Write a conversation's new state; a new one is inserted, and whatever was open before it has stopped."""
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
        "ended_at": None if state.status is Status.WAITING else tx.now,
        "answers": key.seal(json.dumps(dict(state.answers)), _bound(state.id)) if state.answers else None,
    }
    tx.run(
        update(conversation)
        .where(
            conversation.c.participant_id == participant_id,
            conversation.c.status == Status.WAITING.value,
            conversation.c.id != state.id,
        )
        .values(status=Status.STOPPED.value, ended_at=tx.now)
    )
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
    """End whatever is open."""
    tx.run(
        update(conversation)
        .where(conversation.c.participant_id == participant_id, conversation.c.status == Status.WAITING.value)
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


def answers_of(tx: Tx, participant_id: str) -> Sequence[tuple[str, str]]:
    """Every answer a person gave, oldest first."""
    key = tx.key_of(participant_id)
    rows = tx.all(select(answer).where(answer.c.participant_id == participant_id).order_by(answer.c.at, answer.c.id))
    return [(row.name, key.open(row.value, f"answer.value:{row.id}")) for row in rows if row.value is not None]
