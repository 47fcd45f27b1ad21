"""What is recorded from, and how: the user's choices and what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mmemotion.config import ChannelMode
from mmemotion.types import Microphone


@dataclass(frozen=True, slots=True)
class Choices:
    """microphones: those there are, None while that is not known. wanted: a name, empty for the system's default."""

    microphones: tuple[Microphone, ...] | None = None
    wanted: str = ""
    wanted_channels: int = 1

    @property
    def microphone(self) -> str:
        """The one to record from: the wanted one, unless it is not there."""
        if self.microphones is None or any(found.name == self.wanted for found in self.microphones):
            return self.wanted
        return ""

    @property
    def most_channels(self) -> int:
        """How many channels can be recorded."""
        found = self._found
        return min(2, found.channel_count) if found is not None else 2

    @property
    def channel_count(self) -> int:
        """How many channels to record."""
        return min(self.wanted_channels, self.most_channels)

    @property
    def channels(self) -> ChannelMode:
        """What the analysis does with them: two channels are a speaker each."""
        return ChannelMode.SPLIT if self.channel_count == 2 else ChannelMode.AUTO

    def with_microphones(self, microphones: tuple[Microphone, ...]) -> Choices:
        """With what there is now."""
        return replace(self, microphones=microphones)

    @property
    def _found(self) -> Microphone | None:
        for found in self.microphones or ():
            if found.name == self.microphone or (found.default and not self.microphone):
                return found
        return None
