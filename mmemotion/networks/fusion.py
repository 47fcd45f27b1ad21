"""Fusion by attention: within each modality over its items, then across the modalities that are there."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from mmemotion.networks.acoustic import AcousticBranch
from mmemotion.networks.baseline import SpeakerBaseline
from mmemotion.networks.prosody import ProsodyBranch
from mmemotion.networks.text import TextBranch
from mmemotion.types import Modality

MODALITIES = tuple(Modality)


class ModalityAttention(nn.Module):
    """Weighs what each modality says, and adds it up.

    The evidence of a modality is its log probabilities after a temperature of its own. Its weight is a softmax over
    scores of its probabilities beside their mean over the modalities present, so that a modality that finds nothing
    can leave the word to one that does. The weighted sum of evidence times a learned gain gives the logits: witnesses
    that agree are worth more than one of them, so each set of modalities has its gain; one alone has none.
    """

    temperatures: Tensor

    def __init__(self, classes: int, hidden: int = 32) -> None:
        super().__init__()
        count = len(MODALITIES)
        self.register_buffer("temperatures", torch.ones(count))
        self.bias = nn.Parameter(torch.zeros(count))
        self.score = nn.Sequential(nn.Linear(2 * classes + count, hidden), nn.Tanh(), nn.Linear(hidden, 1))
        self.log_gain = nn.Parameter(torch.zeros(2**count))

    def forward(self, logits: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """logits [batch, modality, classes] in the order of MODALITIES, present bool [batch, modality].

        Every row has at least one modality; where one is absent its logits are not read. Returns fused logits
        [batch, classes] and weights [batch, modality], 0 where absent and summing to 1. One modality alone comes out
        as its own calibrated log probabilities.
        """
        evidence = (logits / self.temperatures[:, None]).log_softmax(-1).masked_fill(~present[..., None], 0.0)
        weights = self._scores(evidence, present).masked_fill(~present, -torch.inf).softmax(-1)
        return self._gain(present)[:, None] * torch.einsum("bm,bmc->bc", weights, evidence), weights

    def _gain(self, present: Tensor) -> Tensor:
        """[batch]; sets of modalities are numbered by the bits of present."""
        place = (present.long() << torch.arange(len(MODALITIES), device=present.device)).sum(-1)
        gain: Tensor = (self.log_gain[place] * (present.sum(-1) > 1)).exp()
        return gain

    def _scores(self, evidence: Tensor, present: Tensor) -> Tensor:
        """[batch, modality]."""
        probabilities = evidence.exp() * present[..., None]
        mean = probabilities.sum(1, keepdim=True) / present.sum(-1)[:, None, None]
        names = torch.eye(len(MODALITIES), device=evidence.device).expand(len(evidence), -1, -1)
        own = torch.cat([probabilities, mean.expand_as(probabilities), names], -1)
        scores: Tensor = self.score(own).squeeze(-1) + self.bias
        return scores


class AttentionFusion(nn.Module):
    """A branch per modality and the attention across them; shapes are those of the branches."""

    def __init__(self, text: TextBranch, acoustic: AcousticBranch, prosody: ProsodyBranch, classes: int) -> None:
        super().__init__()
        self.text = text
        self.acoustic = acoustic
        self.prosody = prosody
        self.across = ModalityAttention(classes)

    def baseline(self, modality: Modality) -> SpeakerBaseline:
        """That of a modality of the voice."""
        return self.prosody.baseline if modality is Modality.PROSODY else self.acoustic.baseline

    def affect(self, pieces: Tensor) -> Tensor:
        """Valence, arousal and dominance [3] of the words of one utterance, from their pieces [n, dimension]."""
        there = torch.ones(1, len(pieces), dtype=torch.bool, device=pieces.device)
        return self.text.affect(pieces[None], there)[0]

    def branches(self, inputs: Mapping[Modality, Tensor]) -> dict[Modality, tuple[Tensor, Tensor]]:
        """Logits [1, classes] and attention [1, n] of each modality of one utterance, from items [n, dimension].

        Of the voice it is evidence, for the speaker's baseline to read.
        """
        found: dict[Modality, tuple[Tensor, Tensor]] = {}
        for modality, items in inputs.items():
            batch, mask = items[None], torch.ones(1, len(items), dtype=torch.bool, device=items.device)
            if modality is Modality.PROSODY:
                found[modality] = self.prosody(batch)
            elif modality is Modality.TEXT:
                found[modality] = self.text(batch, mask)
            else:
                found[modality] = self.acoustic(batch, mask)
        return found

    def combine(self, logits: Mapping[Modality, Tensor]) -> tuple[Tensor, Tensor]:
        """Fused logits [batch, classes] and weights [batch, modality] from logits [batch, classes] of those present."""
        rows, present = stack(logits)
        fused, weights = self.across(rows, present)
        return fused, weights


def stack(logits: Mapping[Modality, Tensor]) -> tuple[Tensor, Tensor]:
    """logits [batch, modality, classes] with zeros where absent, and which are present [batch, modality]."""
    example = next(iter(logits.values()))
    rows = torch.stack([logits.get(modality, torch.zeros_like(example)) for modality in MODALITIES], 1)
    there = torch.tensor([modality in logits for modality in MODALITIES], device=example.device)
    return rows, there.expand(len(example), -1)
