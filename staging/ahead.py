"""Reading the next delivery while the store is busy with this one.

Reading and validating need no store, and storing leaves the interpreter idle, so one thread reads ahead. It
changes nothing else: deliveries are stored in the order given, each in a transaction of its own, from the
same portions. One portion at most is made while another one is stored, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from queue import SimpleQueue
from threading import Semaphore, Thread

from staging.landing import DeliveryPath
from staging.reading import Portion, Reading


@dataclass(frozen=True)
class _Begun:
    """A reading whose portions follow."""

    reading: Reading


_Item = _Begun | Reading | Portion | BaseException | None
"""What the thread hands over: a delivery begun, one left unread, a portion, what went wrong, and the end."""


class ReadAhead:
    """Readings of deliveries, made in a thread, in their order. Made by `reading_ahead`."""

    def __init__(self, deliveries: Sequence[DeliveryPath], begin: Callable[[DeliveryPath], Reading]) -> None:
        self._deliveries = tuple(deliveries)
        self._begin = begin
        self._items: SimpleQueue[_Item] = SimpleQueue()
        self._room = Semaphore(1)
        self._is_dropped = False
        self._has_more = False
        self._thread: Thread | None = None

    def start(self, known: frozenset[tuple[str, str]]) -> None:
        """Begin to read, unless that was begun before.

        Args:
            known: Agency and content hash of what the store has; such deliveries are handed over unread.
        """
        if self._thread is None:
            self._thread = Thread(target=self._run, args=(known,), name="read-ahead", daemon=True)
            self._thread.start()

    def next_reading(self) -> Reading:
        """The next delivery's reading; what is left of the one before is passed over.

        Raises:
            OSError: It vanished, or it may not be read.
        """
        while self._has_more:
            try:
                self._next_portion()
            except Exception:  # of a delivery that nobody wants any more
                continue
        item = self._items.get()
        if isinstance(item, Reading):
            return item
        if isinstance(item, _Begun):
            self._has_more = True
            return replace(item.reading, portions=self._hand_over())
        self._room.release()
        raise item if isinstance(item, BaseException) else RuntimeError("a portion without its delivery")

    def drop(self) -> None:
        """Stop reading; returns when the thread has ended."""
        self._is_dropped = True
        self._room.release()
        if self._thread is not None:
            self._thread.join()

    def _hand_over(self) -> Generator[Portion, None, None]:
        while (portion := self._next_portion()) is not None:
            yield portion

    def _next_portion(self) -> Portion | None:
        item = self._items.get()
        self._has_more = isinstance(item, Portion)
        if isinstance(item, Portion):
            self._room.release()
            return item
        if isinstance(item, BaseException):
            self._room.release()
            raise item
        return None

    def _run(self, known: frozenset[tuple[str, str]]) -> None:
        for delivery in self._deliveries:
            if self._is_dropped:  # and the room that `drop` made may be taken already
                return
            self._room.acquire()
            if self._is_dropped:
                return
            try:
                self._read(self._begin(delivery), known)
            except BaseException as error:  # whatever it is, it is raised where the delivery is stored
                self._items.put(error)

    def _read(self, reading: Reading, known: frozenset[tuple[str, str]]) -> None:
        if (reading.delivery.agency, reading.sha256) in known:
            self._items.put(reading)
            self._room.release()
            return
        self._items.put(_Begun(reading))
        with closing(reading.portions) as portions:
            for portion in portions:
                self._items.put(portion)
                del portion  # the one that is stored and the one that is made: no third
                self._room.acquire()
                if self._is_dropped:
                    return
        self._items.put(None)
        self._room.release()


@contextmanager
def reading_ahead(
    deliveries: Sequence[DeliveryPath], begin: Callable[[DeliveryPath], Reading]
) -> Iterator[ReadAhead]:
    """Deliveries read one ahead of the one that is stored, for as long as the block lasts.

    Args:
        deliveries: In the order in which they are stored.
        begin: Takes a delivery's fingerprint, as `begin_reading` does.
    """
    ahead = ReadAhead(deliveries, begin)
    try:
        yield ahead
    finally:
        ahead.drop()
