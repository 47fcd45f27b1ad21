"""Which trained models there are, which one the next analysis uses, and what that means for a result on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mmemotion.config import Config, Talk
from mmemotion.types import ModelRecord
from ui.state.session import Phase, Session

DEFAULT = Config().model


@dataclass(frozen=True, slots=True)
class Models:
    """Installed models in the order of their list; chosen is the name of the one that the next analysis uses.

    talk: how people are expected to talk in what is analysed next.
    """

    installed: tuple[ModelRecord, ...] = ()
    chosen: str = DEFAULT
    talk: Talk = Talk.EVERYDAY

    @property
    def record(self) -> ModelRecord | None:
        """The chosen model; None when it is not installed."""
        return next((record for record in self.installed if record.name == self.chosen), None)

    @property
    def is_choice(self) -> bool:
        """True when another model could be chosen."""
        return any(record.name != self.chosen for record in self.installed)

    def expect(self, talk: Talk) -> Models:
        """With another expectation for the next analysis."""
        return replace(self, talk=talk)

    def choose(self, name: str) -> Models:
        """With another model for the next analysis."""
        return replace(self, chosen=name)

    def with_installed(self, installed: tuple[ModelRecord, ...]) -> Models:
        """With what is installed now; when the chosen model is gone, the one that comes with the program is chosen."""
        now = replace(self, installed=installed)
        return now if now.record is not None else now.choose(DEFAULT)


def fallback(gone: str) -> str:
    """Says that the model that was chosen is not there any more."""
    return f'The model "{gone}" is no longer installed, so recordings are analysed with "{DEFAULT}".'


def is_outdated(session: Session, models: Models) -> bool:
    """True when the result is of another model or expectation than those chosen."""
    known = session.model is not None and models.record is not None
    other = session.model != models.record or session.talk is not models.talk
    return session.phase is Phase.FINISHED and known and other


def about_the_model(session: Session, models: Models) -> str:
    """What a result on the screen has to do with the chosen model; empty when it is simply of that model."""
    if session.before is not None and session.before.model is not None:
        new = session.model.name if session.model is not None else models.chosen
        return f'Being analysed with "{new}". Until that is done, the result of "{session.before.model.name}" stays.'
    if not is_outdated(session, models) or session.model is None:
        return ""
    failed = f"There is no new result: {session.message}\n" if session.message else ""
    of, chosen = session.model.name, models.chosen
    if session.model == models.record:
        return f"{failed}This was judged as {session.talk} talk. Run again to have it judged as {models.talk} talk."
    if of == chosen:
        return f'{failed}The model "{of}" has been trained again since. Run again to see its new result.'
    return f'{failed}This is the result of the model "{of}". Run again to see that of "{chosen}".'
