"""The lists that are open while a paragraph is read."""

from __future__ import annotations

from collections.abc import Iterable

from xlbudget.binding.clauses.lists import Frame, kind, listings, made_up, settle, siblings
from xlbudget.binding.clauses.owners import fits
from xlbudget.binding.clauses.record import Record
from xlbudget.binding.said import Mention, Quantity
from xlbudget.domain.records import dataclass, field, replace


@dataclass(slots=True)
class Frames:
    """The lists open, the innermost last. `waiting` is a list of which one half has been said
    (其中：公用经费…。), `opened` the one that the last clause opened.
    """

    told: Record
    waiting: Frame | None = None
    opened: Frame | None = None
    floor: int = 0
    """So many lists are outside of the brackets being read."""
    _stack: list[Frame] = field(default_factory=list)

    @property
    def mentions(self) -> list[Mention]:
        """The mentions so far."""
        return self.told.mentions

    def __len__(self) -> int:
        return len(self._stack)

    @property
    def in_list(self) -> bool:
        """Whether items of a list have been said."""
        return bool(self._stack and self._stack[-1].parts)

    @property
    def empty(self) -> Frame | None:
        """The innermost list, if it has no item yet."""
        return self._stack[-1] if self._stack and not self._stack[-1].parts else None

    def wholes(self, amounts: Iterable[int]) -> dict[str, int]:
        """The amounts that a list may divide, by kind."""
        return {kind(self.mentions[at].quantity): at for at in amounts}

    def push(self, frame: Frame, rivals: Iterable[int] = ()) -> None:
        """A list begins; `rivals` are the amounts stated before it."""
        if not frame.inner:
            for at in rivals:
                frame.rivals.setdefault(kind(self.mentions[at].quantity), []).append(at)
        self._stack.append(frame)
        self.opened = frame

    def last_part(self) -> list[int]:
        """The last item said, if any."""
        return self._stack[-1].parts[-1:] if self._stack else []

    def doubt(self) -> None:
        """Nothing is certain of the lists open."""
        for frame in self._stack:
            frame.sure = False

    def take(self, at: int, sign: str, ordinal: int | None = None) -> bool:
        """Put an amount into the list it stands in; False where it stands in none."""
        mention = self.mentions[at]
        while len(self._stack) > self.floor:
            frame = self._stack[-1]
            whole = frame.whole_of(mention.quantity)
            named = self.mentions[whole].subject if whole is not None else ""
            ends = frame.ends_before(sign, mention.subject, named)
            if not frame.parts or not (ends or self._is_full(frame, whole, sign, mention.quantity)):
                break
            self.tell(self._stack.pop())
        if len(self._stack) <= self.floor:
            if not self.floor:
                self._join_waiting(at, ordinal)
            return False
        frame = self._stack[-1]
        if frame.led and not frame.parts and mention.subject != frame.led:
            frame.wholes = frame.led_wholes
        whole = frame.whole_of(mention.quantity)
        if not frame.wholes or whole is not None:
            frame.add(at, sign if frame.parts else "")
            frame.ordinal = ordinal
            self.mentions[at] = replace(mention, whole=whole)
        return True

    def _is_full(self, frame: Frame, whole: int | None, sign: str, amount: Quantity) -> bool:
        """Whether items after 、 make up the whole, so that what follows a comma is none; or the
        only item is all of it, so that what follows a semicolon is another amount (编制10人，其中
        事业编制10人；实有8人).
        """
        over = sign == "，" and frame.between == {"、"}
        alone = sign == "；" and len(frame.parts) == 1 and amount.value
        if whole is None or not (over or alone):
            return False
        return made_up(frame, whole, self.mentions)

    def _join_waiting(self, at: int, ordinal: int | None) -> None:
        """The other half of a whole may stand in a sentence of its own, and so may the next of
        numbered items.
        """
        frame, mention = self.waiting, self.mentions[at]
        if frame is None or not fits(self.mentions[frame.parts[0]].quantity, mention.quantity):
            return
        next_item = ordinal is not None and frame.ordinal == ordinal - 1
        half = len(frame.parts) == 1 and siblings(
            self.mentions[frame.parts[0]].subject, mention.subject
        )
        if not (next_item or half):
            leap = ordinal is not None and frame.ordinal is not None and ordinal > frame.ordinal
            frame.sure = frame.sure and not leap
            return
        frame.add(at, "。")
        frame.ordinal = ordinal
        self.mentions[at] = replace(mention, whole=frame.whole_of(mention.quantity))
        if half and not next_item:
            self.tell(frame)
            self.waiting = None

    def leave(self, count: int) -> None:
        """The brackets are over in which all lists but so many stood."""
        for frame in self._stack[count:]:
            self.tell(frame)
        del self._stack[count:]

    def end_sentence(self, *, last: bool) -> Frame | None:
        """All lists are over; but one that the last words of a paragraph open goes on after it."""
        following = None
        if last and self.empty is not None and self.empty is self.opened:
            following = self._stack.pop()
        for outer, inner in zip(self._stack, self._stack[1:], strict=False):
            if inner.inner and inner.parts:
                for part in settle(inner, outer, self.mentions):
                    self.told.set_whole(part, outer.whole_of(self.mentions[part].quantity))
        for frame in self._stack[:1]:
            self.told.unlink_after(frame)
        for frame in self._stack:
            goes_on = frame.initial or frame.ordinal == 1
            if goes_on and len(frame.parts) == 1 and self.waiting is None:
                self.waiting = frame
            else:
                self.tell(frame)
        self._stack = []
        return following

    def tell(self, frame: Frame) -> None:
        """Note what a list says; where it is not certain, its items have no whole either."""
        told = listings(frame, self.mentions) if frame.parts else []
        if not told:
            for part in frame.parts:
                self.told.set_whole(part, None)
        self.told.listings.extend(told)
