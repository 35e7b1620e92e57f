"""PyYAML's own parser, for where it was built without libyaml, made to read and refuse what libyaml does.

It takes no tab between tokens, and some escapes end it with errors that name no place. Loaded only where it is used.
"""

from __future__ import annotations

import yaml
from yaml.scanner import ScannerError

# the words of libyaml
_BAD_ESCAPE = "found invalid Unicode character escape code"
_LAST_CHARACTER = 0x10FFFF
# halves of pairs, which are no characters
_SURROGATES = range(0xD800, 0xE000)
_ENDS = "\0 \t\r\n"
_BREAKS = "\r\n"
# keep or strip line breaks at the end, and how far the text is indented
_SIGNS = {f"{one}{other}" for one in ("", "+", "-") for other in ("", *"123456789")}
_SIGNS |= {sign[::-1] for sign in _SIGNS}


class PythonLoader(yaml.SafeLoader):
    """Reads YAML with the scanner in Python; what it overrides are the places where that differs from libyaml."""

    def scan_to_next_token(self) -> None:
        """Take tabs for blanks, except where they would indent."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain_spaces(self, indent: int, start_mark: yaml.Mark) -> list[str] | None:  # noqa: ARG002  # as called
        """Fold the blanks and line breaks inside a plain text, or behind it."""
        breaks = 0
        while True:
            blanks = self._blanks(indent if breaks else 0)
            if self.peek() not in _BREAKS:
                break
            self.forward(2 if self.prefix(2) == "\r\n" else 1)
            self.allow_simple_key = True
            breaks += 1
            if self.prefix(3) in {"---", "..."} and self.peek(3) in _ENDS:
                return None
        if breaks:
            return ["\n"] * (breaks - 1) or [" "]
        return [blanks] if blanks else []

    def _blanks(self, indent: int) -> str:
        """Take spaces, and tabs that stand behind the indentation."""
        taken = ""
        while (char := self.peek()) == " " or (char == "\t" and self.column >= indent):
            taken += char
            self.forward()
        return taken

    def scan_block_scalar_indicators(self, start_mark: yaml.Mark) -> tuple[bool | None, int | None]:
        """Take a tab behind the signs of a literal or folded text for the space that ends them."""
        first, second, third = (f"{self.prefix(3)}\0\0"[at] for at in range(3))
        signs = "" if first == "\t" else first if second == "\t" else first + second if third == "\t" else None
        if signs not in _SIGNS:
            return super().scan_block_scalar_indicators(start_mark)
        self.forward(len(signs))
        digits = signs.strip("+-")
        return "+" in signs if digits != signs else None, int(digits) if digits else None

    def scan_block_scalar_ignored_line(self, start_mark: yaml.Mark) -> None:
        """Take more tabs there."""
        self._blanks(0)
        super().scan_block_scalar_ignored_line(start_mark)

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, yaml.Mark]:
        """Refuse a tab in the indentation of a text that shows by its first line how far it is indented."""
        found = super().scan_block_scalar_indentation()
        self._refuse_tab()
        return found

    def scan_block_scalar_breaks(self, indent: int) -> tuple[list[str], yaml.Mark]:
        """Refuse a tab in the indentation of a later line."""
        found = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._refuse_tab()
        return found

    def _refuse_tab(self) -> None:
        if self.peek() == "\t":
            problem = "found a tab character where an indentation space is expected"
            raise ScannerError("while scanning a block scalar", None, problem, self.get_mark())

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: yaml.Mark) -> list[str]:
        """Refuse an escape that stands for no character, at its place."""
        at = 0
        while double and (char := self.peek(at)) not in f'{_ENDS}"':
            if char != "\\":
                at += 1
                continue
            digits = self._digits(at)
            if digits and ((number := int(digits, 16)) in _SURROGATES or number > _LAST_CHARACTER):
                self.forward(at + 2)
                raise ScannerError("while parsing a quoted scalar", start_mark, _BAD_ESCAPE, self.get_mark())
            # the character behind a backslash ends nothing, unless it ends the file
            at += 2 if self.peek(at + 1) != "\0" else 1
        return super().scan_flow_scalar_non_spaces(double, start_mark)

    def _digits(self, at: int) -> str:
        """Give the digits of the escape that begins so far ahead; "" where it is none, or has none."""
        length = self.ESCAPE_CODES.get(self.peek(at + 1), 0)
        begin = self.pointer + at + 2
        digits: str = self.buffer[begin : begin + length]
        return digits if all(char in "0123456789abcdefABCDEF" for char in digits) else ""

    def scan_yaml_directive_number(self, start_mark: yaml.Mark) -> int:
        """Refuse a version with more digits than Python makes a number of."""
        try:
            return super().scan_yaml_directive_number(start_mark)
        except ValueError:
            problem = "found extremely long version number"
            raise ScannerError("while scanning a %YAML directive", start_mark, problem, self.get_mark()) from None
