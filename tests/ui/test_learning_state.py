"""What the window knows, and writes, of a model that learns from corrections."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scripted_trainer import adapted, counted

from mmemotion.messages import (
    Accuracy,
    AdaptedModel,
    Adapting,
    AdaptingFailed,
    Compared,
    ModelKept,
    PackSaved,
    TrainerStopped,
)
from mmemotion.types import Emotion
from ui.state.learning import Learning, Names, Step, begin
from ui.state.learning_wording import amount, kept, lines, missing, name_note, read_aloud, warnings

NAMES = Names(("default", "mine"), frozenset({"mine"}), frozenset({"default", "mine", "minilm"}))


@pytest.fixture
def ready() -> Learning:
    """There is enough to learn from."""
    return begin(NAMES, "default").apply(counted())


@pytest.fixture
def running(ready: Learning) -> Learning:
    """A model is being adapted."""
    return ready.begun(Step.LEARNING, "starting")


def test_a_new_model_gets_a_name_that_none_has() -> None:
    assert begin(Names(), "default").name == "mine"
    assert begin(NAMES, "mine").name == "mine-2"
    assert begin(NAMES, "mine").start == "mine"
    assert begin(NAMES, "gone").start == "default"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give your model a name."),
        ("default", "“default” stays as it is: choose another name."),
        ("minilm", "The program has a model “minilm” of its own: choose another name."),
        ("-mine", "Begin with a letter from a to z or a digit."),
        ("ärger", "Begin with a letter from a to z or a digit."),
        ("my model", "Use letters from a to z, digits, dots, dashes and underscores, 64 at most."),
        ("mine\n", "Use letters from a to z, digits, dots, dashes and underscores, 64 at most."),
        ("m" * 65, "Use letters from a to z, digits, dots, dashes and underscores, 64 at most."),
        ("mine", "Takes the place of your older model “mine”, if you keep it."),
        ("Call-centre.2_b", ""),
    ],
)
def test_what_is_wrong_with_a_name_is_said(ready: Learning, name: str, said: str) -> None:
    typed = replace(ready, name=name)
    assert name_note(typed) == said
    assert typed.can_learn is (name in ("mine", "Call-centre.2_b"))


def test_it_says_how_much_there_is_and_what_is_missing() -> None:
    start = begin(NAMES, "default")
    assert not start.can_learn
    ready = start.apply(counted())
    assert amount(ready) == "You told the emotion of 16 utterances of 2 people: 9 neutral, 7 angry."
    assert missing(ready.counted) == ""
    assert ready.can_learn
    none = start.apply(counted({}, 0))
    assert amount(none) == "You have not told the emotion of any utterance yet."
    assert "Alt+1 to Alt+7" in missing(none.counted)
    assert not none.can_learn and not none.can_save
    few = start.apply(counted({Emotion.SAD: 5, Emotion.HAPPY: 4}, 1))
    assert "9 utterances of 1 person" in amount(few)
    assert "1 more utterance to go" in missing(few.counted)
    assert not few.can_learn and few.can_save
    one = start.apply(counted({Emotion.SAD: 40}))
    assert missing(one.counted).startswith("All of them are sad: tell some of another emotion too")
    assert not one.can_learn


def test_nothing_is_kept_before_the_user_says_so(running: Learning) -> None:
    on = running.apply(Adapting("listening", 0.3))
    assert (on.stage, on.share, on.busy) == ("listening", 0.3, True)
    judged = on.apply(adapted("mine-2"))
    assert judged.step is Step.COMPARED
    assert judged.back().step is Step.READY
    assert judged.back().notice == "Not kept: “default” is as it was."
    done = judged.begun(Step.KEEPING, "").apply(ModelKept("mine-2"))
    assert done.step is Step.KEPT
    assert kept(done, "default").startswith("Kept. The model “mine-2” can be chosen now")
    assert kept(done, "mine-2") == "Kept. “mine-2” is the model that recordings are analysed with."


def test_an_older_model_that_goes_is_named_before(running: Learning) -> None:
    assert warnings(running.apply(adapted("mine-2"))) == ""
    old = running.apply(adapted("mine", replaces=True))
    assert warnings(old) == "If you keep it, your older model “mine” is replaced by it."


def test_what_fails_is_said_and_can_be_tried_again(running: Learning) -> None:
    failed = running.apply(AdaptingFailed("There is no room."))
    assert (failed.step, failed.notice, failed.bad) == (Step.READY, "There is no room.", True)
    stopped = running.stopping().apply(AdaptingFailed("Stopped; nothing was changed.", stopped=True))
    assert (stopped.step, stopped.bad) == (Step.READY, False)
    dead = running.apply(TrainerStopped("Learning stopped unexpectedly (killed by signal 9)."))
    assert dead.can_learn and dead.bad and "Nothing was kept." in dead.notice
    keeping = running.apply(adapted("mine-2")).begun(Step.KEEPING, "")
    again = keeping.apply(AdaptingFailed("There is no room."))
    assert (again.step, again.adapted is not None, again.bad) == (Step.COMPARED, True, True)
    assert "whether it was kept" in keeping.apply(TrainerStopped("It stopped.")).notice


def test_a_model_that_came_too_late_is_not_shown(running: Learning) -> None:
    late = running.stopping().apply(adapted("mine-2"))
    assert (late.step, late.adapted) == (Step.READY, None)


def test_a_trainer_that_ends_after_all_is_done_changes_nothing(running: Learning) -> None:
    done = running.apply(adapted("mine-2")).begun(Step.KEEPING, "").apply(ModelKept("mine-2"))
    assert done.apply(TrainerStopped("It stopped.")) == done


def test_a_saved_pack_is_told_with_what_was_left_out(ready: Learning) -> None:
    saving = ready.begun(Step.SAVING, "starting")
    saved = saving.apply(PackSaved("/home/me/pack.zip", 18, 16, "2 of 20 utterances were left out, of a.wav."))
    assert saved.notice == (
        "Saved as pack.zip: 18 utterances, 16 with an emotion you told. 2 of 20 utterances were left out, of a.wav."
    )
    assert saved.step is Step.READY


def test_the_table_tells_chance_from_change() -> None:
    (whose, (voice, both)), *others = lines(adapted("mine")).items()
    assert not others
    assert whose == "People of the pack, parts not learned from"
    assert (voice.heard, voice.amount) == ("Voice alone", "16 utterances of 2 people")
    assert (voice.before.value, voice.before.range) == ("41\u2009%", "33 to 49\u2009%")
    assert (voice.change.value, voice.change.range) == ("+14 points", "+5 to +23: better")
    assert both.change.range == "\u22126 to +4: may be chance"
    worse = Compared("voice", "people not in the pack", 9, 3, *[Accuracy(-0.3, -0.4, -0.2)] * 3)
    same = Compared("voice", "people not in the pack", 9, 3, *[Accuracy(0.0, 0.0, 0.0)] * 3)
    ((first, second),) = lines(AdaptedModel("mine", (worse, same), (), False)).values()
    assert first.change.range.endswith(": worse")
    assert second.change.range.endswith(": the same")
    assert "before" in read_aloud(first) and "3 people" in read_aloud(first)
