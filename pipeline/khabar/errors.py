"""What goes wrong, said so that the reader knows where it is and what to do."""


class KhabarError(Exception):
    """An error in what the user gave: input, configuration or knowledge.

    `where` names the place (`file`, `file:line`), `remedy` what to do about it.
    """

    def __init__(self, message: str, where: str | None = None, remedy: str | None = None) -> None:
        self.message, self.where, self.remedy = message, where, remedy
        parts = [f"{where}: {message}" if where else message]
        if remedy:
            parts.append(remedy)
        super().__init__(". ".join(parts))


class InputError(KhabarError):
    """An input that cannot be read as text."""


class ConfigError(KhabarError):
    """A configuration that cannot be used."""


class KnowledgeError(KhabarError):
    """A knowledge table that cannot be used."""


class MissingExtraError(KhabarError):
    """An optional library is not installed."""

    def __init__(self, extra: str, library: str, where: str | None = None) -> None:
        super().__init__(f"needs the library {library}", where, f"Install it with: pip install 'khabar[{extra}]'")
