"""What an utterance of a recording in the library is judged by, gathered from what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mmemotion.errors import EditError
from mmemotion.pipeline.rescoring import Surroundings, said_before
from mmemotion.protocols import Fusion
from mmemotion.review.corrected import Judged, judged_as
from mmemotion.store.reviews import UnderReview
from mmemotion.types import Baseline, Evidence, Recording, Segment, Utterance


@dataclass(frozen=True, eq=False)
class Dossier:
    """A recording under review, and the fusion that judged it."""

    under: UnderReview
    fusion: Fusion

    @cached_property
    def recording(self) -> Recording:
        """With its corrections."""
        return self.under.corrected

    def utterance(self, segment: Segment) -> Utterance:
        """The one at a place. Raises EditError when there is none, or it is not judged yet."""
        one = next((each for each in self.recording.utterances if each.segment == segment), None)
        if one is None or (one.correction is not None and one.correction.pending):
            raise EditError("This utterance was changed just now; ask again in a moment.")
        return one

    def evidence(self, one: Utterance) -> Evidence | None:
        """What its estimate was judged from; None: it has none."""
        return self._evidence.get(judged_as(one))

    def around(self, one: Utterance) -> Surroundings:
        """For an utterance of the recording."""
        at = next(i for i, each in enumerate(self.recording.utterances) if each.segment == one.segment)
        said = said_before(self.recording.utterances, at)
        return Surroundings(said, self._voices.get(one.segment), self._baseline(one.channel))

    @cached_property
    def _evidence(self) -> Mapping[Judged, Evidence | None]:
        found = zip(self.under.recording.utterances, self.under.evidence, strict=True)
        again = {judged_as(each.utterance): each.evidence for each in self.under.review.again}
        return {**again, **{judged_as(one): evidence for one, evidence in found}}

    @cached_property
    def _voices(self) -> Mapping[Segment, Evidence]:
        """Of what was measured with the same bounds, whatever its words."""
        found = zip(self.under.recording.utterances, self.under.evidence, strict=True)
        known = {one.segment: evidence for one, evidence in found if evidence is not None}
        again = {each.utterance.segment: each.evidence for each in self.under.review.again}
        return {segment: evidence for segment, evidence in {**again, **known}.items() if evidence is not None}

    def _baseline(self, channel: int) -> Baseline:
        """Of all that the analysis heard on the channel."""
        baseline = Baseline()
        for one, evidence in zip(self.under.recording.utterances, self.under.evidence, strict=True):
            if one.channel == channel and evidence is not None:
                baseline = self.fusion.learn(baseline, evidence)
        return baseline
