"""What is known of the library, without a window: pages, moments, filters, and the words for it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from scripted_engine import Call
from scripted_library import ScriptedLibrary, made_up, spoken

from mmemotion.messages import EngineStopped, Find, Found, Kept, LibraryFailed, Moment, Query
from mmemotion.types import Emotion
from ui.state.excerpt import excerpt
from ui.state.filters import Age, Filters, Length
from ui.state.library import PAGE, Library
from ui.state.library_wording import EMPTY, LOOKING, amount, day, details, facts, sentence
from ui.state.placing import Placing

TODAY = date(2026, 11, 25)


def answered(library: Library, engine: ScriptedLibrary, first: int = 0, last: int = 10) -> Library:
    """The library after all that is needed in view was asked for and answered."""
    for number, offset in enumerate(library.needed(first, last)):
        find = Find(f"{number} {offset}", library.filters.query(TODAY), PAGE, offset)
        library = library.ask(find).apply(engine.found(find))
    return library


@pytest.fixture
def engine(call: Call) -> ScriptedLibrary:
    """1,000 recordings; in every third something was said."""
    recordings = made_up(1000, datetime(2026, 11, 25, 16, 40))
    return ScriptedLibrary(call, recordings, spoken(recordings))


def test_one_row_a_recording_and_only_the_pages_in_view(engine: ScriptedLibrary) -> None:
    library = answered(Library(), engine)
    assert (len(library.rows), library.total) == (1000, 1000)
    assert [row.number for row in library.rows[:3] if isinstance(row, Kept)] == [1, 2, 3]
    assert library.rows[PAGE] == PAGE and library.needed(0, 10) == ()
    assert library.needed(395, 410) == (200, 400)
    library = answered(library, engine, 395, 410)
    assert isinstance(library.rows[400], Kept) and library.rows[400].number == 401
    assert library.rows[650] == 650


def test_moments_stand_under_their_recording_and_more_is_loaded_at_the_end(engine: ScriptedLibrary) -> None:
    library = answered(Library().look_for(Filters("angry refund")), engine)
    first, *moments = library.rows[:3]
    assert isinstance(first, Kept)
    assert all(isinstance(row, Moment) and row.recording == first.number for row in moments)
    assert [moment.label for moment in moments if isinstance(moment, Moment)] == [Emotion.ANGRY] * 2
    assert library.rows[-1] == 99  # of the hundredth not all moments may be in an answer of 200
    assert library.needed(0, 10) == () and library.needed(290, len(library.rows) - 1) == (99,)
    assert amount(library) == "198+ moments"
    for _ in range(3):
        library = answered(library, engine, 290, len(library.rows) - 1)
    assert sum(isinstance(row, Kept) for row in library.rows) == library.total == 334
    assert not isinstance(library.rows[-1], int)
    assert amount(library) == "668 moments"


def test_an_answer_to_an_earlier_question_is_not_taken(engine: ScriptedLibrary) -> None:
    library = answered(Library(), engine)
    early = Find("early", Query("kettle"))
    late = Find("late", Query("interview"))
    library = library.look_for(Filters("kettle")).ask(early).look_for(Filters("interview")).ask(late)
    assert library.apply(engine.found(early)) is library
    assert all("Interview" in row.title for row in library.apply(engine.found(late)).rows if isinstance(row, Kept))


def test_what_changed_is_asked_for_again_while_the_old_stays(engine: ScriptedLibrary) -> None:
    library = answered(Library(), engine)
    engine.recordings.pop(0)
    stale = library.stale()
    assert stale.rows is library.rows and stale.needed(0, 10) == (0,)
    fresh = answered(stale, engine)
    assert (fresh.total, len(fresh.rows)) == (999, 999)
    assert isinstance(fresh.rows[0], Kept) and fresh.rows[0].number == 2


def test_deleted_and_renamed_recordings_change_at_once(engine: ScriptedLibrary) -> None:
    library = answered(Library().look_for(Filters("angry refund")), engine)
    gone = library.without(frozenset({1}))
    assert gone.total == 333 and gone.rows == library.rows[3:]
    named = library.described(1, title="Mine", tags=("new",)).kept(1)
    assert named is not None and (named.title, named.tags, named.path) == ("Mine", ("new",), "/calls/1.wav")


@pytest.mark.parametrize("event", [LibraryFailed("The disk is full."), EngineStopped("The disk is full.")])
def test_a_failure_is_told_until_it_is_tried_again(
    event: LibraryFailed | EngineStopped, engine: ScriptedLibrary
) -> None:
    assert Library().apply(event).failure == ""
    library = Library().ask(Find("1", Query())).apply(event)
    assert sentence(library) == "The disk is full." and library.needed(0, 10) == ()
    assert sentence(answered(library.stale(), engine)) == ""


def test_every_state_has_one_sentence() -> None:
    assert sentence(Library()) == LOOKING
    empty = Library().ask(Find("1", Query())).apply(Found("1", (), (), 0))
    assert sentence(empty) == EMPTY and empty.empty
    assert "menu Analysis" in sentence(empty, keeping=False)
    for filters, said in (
        (Filters("zebra"), "Nothing was found for “zebra”."),
        (Filters("zebra", age=Age.TODAY), "Nothing was found for “zebra” with these filters."),
        (Filters(length=Length.LONG), "No recording fits these filters."),
    ):
        assert sentence(Library().look_for(filters).ask(Find("1", Query())).apply(Found("1", (), (), 0))) == said


def test_filters_are_what_the_engine_understands() -> None:
    assert Filters().query(TODAY) == Query()
    filters = Filters(" refund ", (Emotion.SAD,), "Ana", Age.WEEK, Length.MIDDLE)
    assert filters.query(TODAY) == Query("refund", (Emotion.SAD,), "Ana", "2026-11-19", "", 300.0, 1800.0)
    assert Filters(age=Age.TODAY).query(TODAY).since == "2026-11-25"


def test_dates_are_short_and_facts_say_what_is_missing() -> None:
    assert [day(began, TODAY) for began in ("2026-11-25T14:02:09", "2026-03-01T09:00", "2025-12-31T09:00", "?")] == [
        "14:02",
        "1 Mar",
        "31 Dec 2025",
        "?",
    ]
    kept = made_up(6)[5]
    assert facts(kept) == "sound missing · 1:00:05 · Ana, Bo"
    assert "Team meeting" in details(kept)


def test_an_excerpt_shows_the_word_that_was_looked_for() -> None:
    text = "well " * 30 + "refund please " + "now " * 30
    shown = excerpt(text, ((150, 156),), 60)
    assert len(shown.text) <= 60 and shown.text.startswith("… well") and shown.text.endswith("…")
    assert [shown.text[start:end] for start, end in shown.marked] == ["refund"]
    assert excerpt("short", ((0, 5),), 60).text == "short"
    assert excerpt("x" * 100, (), 20).text == "x" * 19 + "…"


def test_the_library_gives_way_in_a_narrow_window_unless_asked_for() -> None:
    empty_view = Placing()
    assert not empty_view.shown and empty_view.filled(True).shown
    review = empty_view.beside(True)
    assert review.shown
    narrow = review.resized(True)
    assert not narrow.shown
    asked = narrow.toggle()
    assert asked.shown and asked.crowded and not asked.toggle().shown and asked.toggle().wanted
    assert not asked.resized(False).asked
    assert not review.toggle().wanted and review.toggle().toggle().shown
