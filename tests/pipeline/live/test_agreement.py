"""Words are settled once two hypotheses agree on them, and stay."""

from __future__ import annotations

from mmemotion.pipeline.live.agreement import LocalAgreement


def test_words_are_settled_when_two_hypotheses_agree() -> None:
    agreement = LocalAgreement()
    assert agreement.hear([" I", " hope", " the", " rest"]) == ("", "I hope the rest")
    assert agreement.hear([" I", " hope", " the", " restaurant", " is"]) == ("I hope the", "restaurant is")
    assert agreement.hear([" I", " hope", " the", " restaurant", " is", " here"]) == (
        "I hope the restaurant is",
        "here",
    )


def test_case_and_punctuation_do_not_part_words() -> None:
    agreement = LocalAgreement()
    agreement.hear([" Okay", " do", " you"])
    assert agreement.hear([" Okay,", " Do", " you?"]) == ("Okay, Do you?", "")


def test_what_is_settled_is_never_taken_back() -> None:
    agreement = LocalAgreement()
    agreement.hear([" one", " two"])
    assert agreement.hear([" one", " two"]) == ("one two", "")
    assert agreement.hear([" won", " too", " three"]) == ("one two", "three")
    assert agreement.hear([]) == ("one two", "")
    assert agreement.hear([" a", " b", " c", " d"]) == ("one two", "c d")
