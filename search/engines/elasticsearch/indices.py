"""The indices of one site in Elasticsearch.

<prefix>-<form>               the alias that is searched and written to; `form` names mapping and analysis
<prefix>-<form>-<random>      one index
"""

import re
import secrets

from search.engines.elasticsearch.client import BEGINNING, WRITING, Connection
from search.engines.elasticsearch.schema import build_index, fingerprint


class Indices:
    """Makes indices, puts one of them in use, and clears away the others."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        self.connection = connection
        self.prefix = prefix
        self.alias = f"{prefix}-{fingerprint()}"

    def current(self) -> str:
        """Return the index in use. Raises EngineUnavailableError when there is none of the right form."""
        with self.connection.asking(BEGINNING) as client:
            return str(next(iter(client.indices.get_alias(name=self.alias))))

    def create(self) -> str:
        """Make an empty index."""
        name = f"{self.alias}-{secrets.token_hex(4)}"
        with self.connection.asking(WRITING) as client:
            client.indices.create(index=name, **build_index())
        return name

    def use(self, name: str) -> None:
        """Make this the index in use, in one step."""
        with self.connection.asking(WRITING) as client:
            others = list(client.indices.get_alias(name=self.alias)) if self.in_use() else []
            actions = [{"remove": {"index": other, "alias": self.alias}} for other in others]
            client.indices.update_aliases(actions=[*actions, {"add": {"index": name, "alias": self.alias}}])

    def in_use(self) -> bool:
        """Whether there is an index of the right form in use."""
        with self.connection.asking() as client:
            return bool(client.indices.exists_alias(name=self.alias))

    def clear_away_others(self, name: str) -> None:
        """Take away every index of this site but this one."""
        ours = re.compile(rf"{re.escape(self.prefix)}-[0-9a-f]{{10}}-[0-9a-f]{{8}}")
        with self.connection.asking(WRITING) as client:
            there = client.indices.get(index=f"{self.prefix}-*", features="aliases")
            if others := [other for other in there if ours.fullmatch(other) and other != name]:
                client.indices.delete(index=others, ignore_unavailable=True)
