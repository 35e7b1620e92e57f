"""What stops a run: one message, one hint, never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcqa.findings import Finding


class McqaError(Exception):
    """A run that cannot go on, told in one message and, where there is a remedy, one hint."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        """Keep the message and the hint apart, so that each report can lay them out."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def lines(self) -> tuple[str, ...]:
        """The message as a terminal shows it: one line, or one for each of several faults."""
        return (self.message,)


class UsageError(McqaError):
    """The command line or a configuration file asks for something that does not exist or does not fit."""

    def __init__(self, message: str, *, hint: str | None = None, faults: Sequence[str] = ()) -> None:
        """Take what is wrong in all, and every single fault where there may be several."""
        super().__init__(f"{message}: {'; '.join(faults)}" if faults else message, hint=hint)
        self.head, self.faults = message, tuple(faults)

    @property
    def lines(self) -> tuple[str, ...]:
        """One line, or one for each of several faults."""
        several = len(self.faults) > 1
        return (f"{self.head}:", *(f"  {fault}" for fault in self.faults)) if several else (self.message,)


class InputError(McqaError):
    """An input cannot be read, or holds nothing usable; the findings say what was wrong with each part."""

    def __init__(self, message: str, *, hint: str | None = None, findings: tuple[Finding, ...] = ()) -> None:
        """Carry the findings made before the run had to stop."""
        super().__init__(message, hint=hint)
        self.findings = findings


class OutputError(McqaError):
    """An output cannot be written, or would overwrite a file that nobody allowed to be overwritten."""
