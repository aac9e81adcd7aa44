"""Its tables, through the ORM."""

from datetime import UTC, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """What the tables have in common."""


class Participant(Base):
    """A phone is a person."""

    __tablename__ = "participants"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(40), default="menu")
    opted_out: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    messages: Mapped[list["Message"]] = relationship(back_populates="participant")


class Message(Base):
    """Everything said, in both directions."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str | None] = mapped_column(String(40), unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"))
    direction: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(String(1600))
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    participant: Mapped[Participant] = relationship(back_populates="messages")
