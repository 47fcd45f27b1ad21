"""Correcting a recording in the window, as a person does: keys, clicks, menus, and what is to be seen then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot
from scripted_engine import Call
from scripted_library import made_up
from scripted_review import ScriptedReview
from window_helpers import CTRL, FILE, OpenWindow, button, finished, key, replaying, row, texts

from mmemotion.messages import Analyze, Correct, EngineStopped, ResultKept, ReviewFailed
from mmemotion.review.edits import (
    AssignSpeaker,
    CorrectEmotion,
    CorrectWords,
    Merge,
    MoveBounds,
    RenameSpeaker,
    Split,
)
from mmemotion.types import EMOTIONS, Emotion, Span, Utterance
from ui.app import App
from ui.state.cursor import Cursor
from ui.state.selection import Selection
from ui.views import edit_menu
from ui.views.transcript_model import UTTERANCE
from ui.views.words_editor import WordsEditor

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WORDS = "word0 word1 word2 word3 word4 word5"


@pytest.fixture
def engine(call: Call) -> ScriptedReview:
    """Recordings that can be corrected."""
    return ScriptedReview(call, made_up(3))


@pytest.fixture
def app(open_window: OpenWindow, engine: ScriptedReview, call: Call, qtbot: QtBot) -> App:
    """A window in which the first recording of the library is open, at its third utterance."""
    app = open_window(replaying(call), library=engine)
    qtbot.waitUntil(lambda: app.library.library.total is not None, timeout=3000)
    app.library.open(engine.recordings[0])
    qtbot.waitUntil(lambda: finished(app), timeout=3000)
    app.desk.paint()
    app.review.transcript.setFocus()
    app.playback.choose(2)
    return app


def said(app: App, at: int) -> Utterance:
    """What a row of the transcript shows."""
    found = app.review.transcript.model().index(at, 0).data(UTTERANCE)
    assert isinstance(found, Utterance)
    return found


def line(app: App, at: int) -> str:
    """A row as it is read aloud."""
    return str(app.review.transcript.model().index(at, 0).data())


def editor(app: App) -> WordsEditor:
    """The open editor."""
    found = app.review.transcript.editing.editor
    assert found is not None
    return found


def is_edited(app: App) -> bool:
    """Whether there is an open editor."""
    return app.review.transcript.editing.editor is not None


def type_over(app: App, qtbot: QtBot, text: str) -> None:
    """Opens the current row and types other words."""
    key(app, qtbot, Qt.Key.Key_F2)
    editor(app).selectAll()
    qtbot.keyClicks(editor(app), text)


def corrects(app: App) -> list[object]:
    """The edits the engine was asked for."""
    return [c.edit for e in app.engines for c in e.commands if isinstance(c, Correct)]


def settle(app: App, qtbot: QtBot) -> None:
    """What the engine said is on the screen."""
    qtbot.wait(10)
    app.desk.paint()


def point(app: App, at: int, x: int | None = None) -> QPoint:
    """In a row, over its words or elsewhere."""
    area = app.review.transcript.visualRect(app.review.transcript.model().index(at, 0))
    return QPoint(x if x is not None else 200, area.top() + 14)


def menu_of(app: App, qtbot: QtBot, at: int, x: int | None = None) -> QMenu:
    """The menu that a right click opens over a row."""
    viewport, place = app.review.transcript.viewport(), point(app, at, x)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    menus = [menu for menu in app.review.transcript.findChildren(edit_menu.UtteranceMenu) if menu.isVisible()]
    return menus[-1]


def item(menu: QMenu, text: str, inside: str = "") -> QAction:
    """An item of a menu, or of a menu inside of it."""
    if inside:
        found = next(action.menu() for action in menu.actions() if action.text() == inside)
        assert isinstance(found, QMenu)
        menu = found
    return next(action for action in menu.actions() if action.text().startswith(text))


def pick(menu: QMenu, text: str, inside: str = "") -> None:
    """Chooses an item, and the menu closes."""
    item(menu, text, inside).trigger()
    menu.close()


def answer(text: str) -> None:
    """Types a name into the box that is open, and accepts."""
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QInputDialog) and w.isVisible())
    box.setTextValue(text)
    box.accept()


def test_words_are_corrected_in_their_row_and_judged_again_beside_the_old_estimate(
    app: App, qtbot: QtBot, engine: ScriptedReview
) -> None:
    old = line(app, 2)
    time = app.playback.cursor.time
    type_over(app, qtbot, "i want my money back")
    assert "Enter accepts" in texts(app)
    key(app, qtbot, Qt.Key.Key_Return)
    settle(app, qtbot)
    assert corrects(app) == [CorrectWords(said(app, 2).segment, "i want my money back")]
    assert not is_edited(app) and "Enter accepts" not in texts(app)
    assert line(app, 2) == "0:08.5 Speaker 1: i want my money back (not judged again yet)"
    assert "not judged again yet" in texts(app)
    app.engines[-1].listener(engine.judged(1, Emotion.ANGRY)[0])
    settle(app, qtbot)
    assert line(app, 2).endswith("i want my money back (angry 55\u2009%)")
    before = old[old.rindex("(") + 1 : -1]
    assert f"Before: {before} → now: angry 55\u2009%" in texts(app)
    assert f"Recognised as: “{WORDS}”" in texts(app)
    assert (row(app), app.playback.cursor.time) == (2, time)
    tip = app.review.transcript.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Recognised as" in tip


def test_enter_and_a_double_click_open_the_words_and_escape_leaves_them_as_they_were(app: App, qtbot: QtBot) -> None:
    key(app, qtbot, Qt.Key.Key_Return)
    assert editor(app).toPlainText() == WORDS and editor(app).hasFocus()
    qtbot.keyClicks(editor(app), " and more")
    key(app, qtbot, Qt.Key.Key_Escape)
    assert not is_edited(app) and app.review.transcript.hasFocus()
    viewport = app.review.transcript.viewport()
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=point(app, 1))
    assert editor(app).segment == said(app, 1).segment
    key(app, qtbot, Qt.Key.Key_Return)
    assert not is_edited(app)
    assert corrects(app) == []


def test_keys_that_play_and_move_are_letters_while_words_are_typed(app: App, qtbot: QtBot) -> None:
    type_over(app, qtbot, "a [b] s n g l")
    for code in (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Up):
        key(app, qtbot, code)
    assert editor(app).words == "a [b] s n g l"
    assert not app.playback._player.playing and row(app) == 2 and app.playback.selection is None
    key(app, qtbot, Qt.Key.Key_Z, CTRL)
    assert editor(app).words == WORDS
    assert corrects(app) == []


def test_who_clicks_elsewhere_is_done_with_the_words(app: App, qtbot: QtBot) -> None:
    type_over(app, qtbot, "i want my money back")
    qtbot.mouseClick(app.review.transcript.viewport(), Qt.MouseButton.LeftButton, pos=point(app, 0))
    settle(app, qtbot)
    assert said(app, 2).transcript.text == "i want my money back"
    assert row(app) == 0 and not is_edited(app)


def test_ctrl_enter_splits_at_the_text_cursor_and_backspace_at_the_beginning_merges_again(
    app: App, qtbot: QtBot
) -> None:
    first = said(app, 2)
    key(app, qtbot, Qt.Key.Key_F2)
    cursor = editor(app).textCursor()
    cursor.setPosition(WORDS.index("word2"))
    editor(app).setTextCursor(cursor)
    key(app, qtbot, Qt.Key.Key_Return, CTRL)
    settle(app, qtbot)
    assert corrects(app) == [Split(first.segment, 9.5)]
    assert [said(app, at).transcript.text for at in (2, 3)] == ["word0 word1", "word2 word3 word4 word5"]
    assert row(app) == 2
    app.playback.choose(3)
    key(app, qtbot, Qt.Key.Key_F2)
    key(app, qtbot, Qt.Key.Key_Home, CTRL)
    key(app, qtbot, Qt.Key.Key_Backspace)
    settle(app, qtbot)
    assert corrects(app)[1:] == [Merge(said(app, 2).segment.__class__(Span(8.5, 9.5), 0))]
    assert said(app, 2).transcript.text == WORDS and said(app, 2).correction is None
    assert row(app) == 2


def test_typed_words_and_a_split_are_two_steps(app: App, qtbot: QtBot) -> None:
    type_over(app, qtbot, "word0 word1 word2 words three word4 word5")
    cursor = editor(app).textCursor()
    cursor.setPosition(editor(app).toPlainText().index("words"))
    editor(app).setTextCursor(cursor)
    key(app, qtbot, Qt.Key.Key_Return, CTRL)
    settle(app, qtbot)
    assert [type(edit) for edit in corrects(app)] == [CorrectWords, Split]
    assert said(app, 3).transcript.text == "words three word4 word5"


def test_where_nothing_can_be_split_or_merged_it_is_said_and_what_was_typed_stays(app: App, qtbot: QtBot) -> None:
    app.playback.choose(0)
    type_over(app, qtbot, "hello there")
    key(app, qtbot, Qt.Key.Key_Return, CTRL)
    assert "put the text cursor between two words" in texts(app)
    key(app, qtbot, Qt.Key.Key_Home, CTRL)
    key(app, qtbot, Qt.Key.Key_Backspace)
    assert "Nothing was said before this on its channel" in texts(app)
    assert editor(app).words == "hello there" and not editor(app).isReadOnly()
    assert corrects(app) == []


def test_a_refused_correction_is_still_in_its_row(app: App, qtbot: QtBot, engine: ScriptedReview) -> None:
    engine.refusal = "The library cannot be written: the disk is full. Make room and try again."
    type_over(app, qtbot, "hello there")
    key(app, qtbot, Qt.Key.Key_Return)
    settle(app, qtbot)
    assert "the disk is full" in texts(app)
    assert editor(app).words == "hello there" and editor(app).hasFocus()
    engine.refusal = ""
    key(app, qtbot, Qt.Key.Key_Return)
    settle(app, qtbot)
    assert said(app, 2).transcript.text == "hello there"


def test_what_was_typed_survives_the_end_of_the_engine(app: App, qtbot: QtBot, engine: ScriptedReview) -> None:
    engine.silent = True
    type_over(app, qtbot, "hello there")
    key(app, qtbot, Qt.Key.Key_Return)
    assert editor(app).isReadOnly()
    app.engines[-1].listener(EngineStopped("The engine stopped."))
    settle(app, qtbot)
    assert "make the correction again" in texts(app)
    assert editor(app).words == "hello there" and not editor(app).isReadOnly()


def test_what_was_typed_survives_that_another_recording_comes_into_view(app: App, qtbot: QtBot) -> None:
    type_over(app, qtbot, "hello there")
    app.library.open(app.library.library.kept(2))
    qtbot.waitUntil(lambda: finished(app), timeout=3000)
    settle(app, qtbot)
    assert not is_edited(app) and corrects(app) == []
    assert "What you typed is on the clipboard." in texts(app)
    assert QGuiApplication.clipboard().text() == "hello there"


def test_f4_plays_while_words_are_typed(app: App, qtbot: QtBot) -> None:
    type_over(app, qtbot, "hello there")
    key(app, qtbot, Qt.Key.Key_F4)
    assert app.playback._player.playing
    qtbot.waitUntil(lambda: row(app) == 2 and app.playback.cursor.time > 8.6, timeout=3000)
    key(app, qtbot, Qt.Key.Key_F4)
    assert not app.playback._player.playing and editor(app).words == "hello there"


def test_alt_and_a_number_say_what_the_user_hears_beside_the_estimate(app: App, qtbot: QtBot) -> None:
    estimate = line(app, 2)
    key(app, qtbot, Qt.Key.Key_4, ALT)
    settle(app, qtbot)
    assert corrects(app) == [CorrectEmotion(said(app, 2).segment, Emotion.ANGRY)]
    assert line(app, 2) == f"{estimate[:-1]}; you hear: angry)"
    assert "You hear: angry." in texts(app)
    key(app, qtbot, Qt.Key.Key_4, ALT)
    key(app, qtbot, Qt.Key.Key_0, ALT)
    settle(app, qtbot)
    assert said(app, 2).correction is None and len(corrects(app)) == 2
    assert "You hear" not in texts(app)


def test_the_keys_are_those_of_the_seven_emotions_in_their_order(app: App) -> None:
    assert list(edit_menu.EMOTIONS) == [str(emotion) for emotion in EMOTIONS]
    assert "Alt+7" in dict(app.window.actions_.by_group()["Editing"])["You hear: surprised"]


def test_no_two_actions_have_the_same_key(app: App) -> None:
    everywhere = [a for a in app.window.actions() if a.shortcutContext() is Qt.ShortcutContext.WindowShortcut]
    keys = [key.toString() for action in everywhere if action.isEnabled() for key in action.shortcuts()]
    assert sorted(set(keys)) == sorted(keys)


def test_undo_and_redo_are_named_after_what_they_take_back(app: App, qtbot: QtBot) -> None:
    do = app.window.actions_
    assert not do.undo_edit.isEnabled() and not do.redo_edit.isEnabled()
    key(app, qtbot, Qt.Key.Key_J, CTRL)
    settle(app, qtbot)
    assert do.undo_edit.text() == "Undo merging" and app.review.transcript.model().rowCount() == 15
    key(app, qtbot, Qt.Key.Key_4, ALT)
    settle(app, qtbot)
    assert do.undo_edit.text() == "Undo “you hear: angry”"
    for _ in range(2):
        key(app, qtbot, Qt.Key.Key_Z, CTRL)
        settle(app, qtbot)
    assert app.review.transcript.model().rowCount() == 16 and not do.undo_edit.isEnabled()
    assert row(app) == 2
    key(app, qtbot, Qt.Key.Key_Z, CTRL | SHIFT)
    settle(app, qtbot)
    assert app.review.transcript.model().rowCount() == 15 and do.redo_edit.text() == "Redo “you hear: angry”"
    key(app, qtbot, Qt.Key.Key_Y, CTRL)
    settle(app, qtbot)
    assert not do.redo_edit.isEnabled() and said(app, 2).correction is not None


def test_edits_come_back_with_the_recording_and_can_still_be_undone(
    app: App, qtbot: QtBot, engine: ScriptedReview
) -> None:
    type_over(app, qtbot, "hello there")
    key(app, qtbot, Qt.Key.Key_Return)
    settle(app, qtbot)
    app.desk.close()
    app.library.open(engine.recordings[0])
    qtbot.waitUntil(lambda: finished(app), timeout=3000)
    settle(app, qtbot)
    assert said(app, 2).transcript.text == "hello there"
    key(app, qtbot, Qt.Key.Key_Z, CTRL)
    settle(app, qtbot)
    assert said(app, 2).transcript.text == WORDS


def test_ctrl_z_takes_back_what_was_done_last(app: App, qtbot: QtBot, engine: ScriptedReview) -> None:
    key(app, qtbot, Qt.Key.Key_4, ALT)
    settle(app, qtbot)
    app.panel.list.setCurrentIndex(app.panel.list.model().index(1, 0))
    app.library_work.delete()
    qtbot.waitUntil(lambda: len(engine.recordings) == 2, timeout=3000)
    key(app, qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(engine.recordings) == 3, timeout=3000)
    settle(app, qtbot)
    assert said(app, 2).correction is not None
    app.panel.list.setCurrentIndex(app.panel.list.model().index(1, 0))
    app.library_work.delete()
    app.review.transcript.setFocus()
    key(app, qtbot, Qt.Key.Key_5, ALT)
    settle(app, qtbot)
    key(app, qtbot, Qt.Key.Key_Z, CTRL)
    settle(app, qtbot)
    correction = said(app, 2).correction
    assert correction is not None and correction.label is Emotion.ANGRY
    assert "Deleted" in texts(app)


def test_the_menu_is_about_the_row_it_was_opened_over_and_moves_nothing(app: App, qtbot: QtBot) -> None:
    menu = menu_of(app, qtbot, 1)
    pick(menu, "You hear: sad", "Emotion")
    settle(app, qtbot)
    assert corrects(app) == [CorrectEmotion(said(app, 1).segment, Emotion.SAD)]
    assert row(app) == 2
    menu = menu_of(app, qtbot, 1)
    assert item(menu, "You hear: sad", "Emotion").isChecked()
    pick(menu, "You hear: sad", "Emotion")
    pick(menu_of(app, qtbot, 1), "As perceived", "Emotion")
    settle(app, qtbot)
    assert len(corrects(app)) == 2 and said(app, 1).correction is None


def test_a_word_that_was_clicked_begins_the_second_part(app: App, qtbot: QtBot) -> None:
    metrics = app.review.transcript.fontMetrics()
    menu = menu_of(app, qtbot, 1, 188 + metrics.horizontalAdvance("word0 word1 word2 w"))
    pick(menu, "Split before “word3”")
    settle(app, qtbot)
    assert [said(app, at).transcript.text for at in (1, 2)] == ["word0 word1 word2", "word3 word4 word5"]


def test_the_menu_opens_by_its_key_for_the_current_row(app: App, qtbot: QtBot) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(app.review.transcript, event)
    menu = next(m for m in app.review.transcript.findChildren(edit_menu.UtteranceMenu) if m.isVisible())
    pick(menu, "Speaker 2", "Speaker")
    settle(app, qtbot)
    assert corrects(app) == [AssignSpeaker(said(app, 2).segment, "Speaker 2")]
    assert app.review._rows._grid.lanes[0].name.toolTip() == "Speaker 1, Speaker 2"


def test_speakers_are_renamed_by_a_double_click_and_named_anew_in_the_menu(app: App, qtbot: QtBot) -> None:
    qtbot.mouseDClick(app.review.transcript.viewport(), Qt.MouseButton.LeftButton, pos=point(app, 1, 120))
    answer("Ms  Bell")
    settle(app, qtbot)
    assert corrects(app) == [RenameSpeaker("Speaker 2", "Ms Bell")]
    assert [said(app, at).speaker for at in range(4)] == ["Speaker 1", "Ms Bell"] * 2
    assert app.review._rows._grid.lanes[1].name.toolTip() == "Ms Bell"
    place = app.review._rows._grid.lanes[1].name.sceneBoundingRect().center()
    qtbot.mouseDClick(app.review._rows.viewport(), Qt.MouseButton.LeftButton, pos=app.review._rows.mapFromScene(place))
    answer("Ms Hall")
    settle(app, qtbot)
    assert corrects(app)[1:] == [RenameSpeaker("Ms Bell", "Ms Hall")]
    pick(menu_of(app, qtbot, 0), "Swap", "Speaker")
    settle(app, qtbot)
    assert said(app, 0).speaker == "Ms Hall"
    pick(menu_of(app, qtbot, 0), "New name", "Speaker")
    answer("Guest")
    settle(app, qtbot)
    assert said(app, 0).speaker == "Guest" and said(app, 2).speaker == "Ms Hall"


def test_boundaries_go_to_the_play_head_or_to_what_is_selected(app: App, qtbot: QtBot) -> None:
    app.playback.seek(11.9)
    key(app, qtbot, Qt.Key.Key_End, ALT)
    settle(app, qtbot)
    assert said(app, 2).span == Span(8.5, 11.9) and app.playback.cursor.time == 11.9
    key(app, qtbot, Qt.Key.Key_Home, ALT)
    settle(app, qtbot)
    assert said(app, 3).span.start == 11.9
    app.playback.choose(2)
    key(app, qtbot, Qt.Key.Key_S, ALT)
    assert "Select a stretch of time first" in texts(app)
    app.playback.select(Selection(8.0, 12.0))
    key(app, qtbot, Qt.Key.Key_S, ALT)
    settle(app, qtbot)
    assert corrects(app)[-1] == MoveBounds(said(app, 2).segment.__class__(Span(8.5, 11.9), 0), Span(8.0, 12.0))
    assert row(app) == 2


def test_what_does_not_fit_is_said_in_a_sentence_and_not_sent(app: App, qtbot: QtBot) -> None:
    app.playback.select(Selection(0.0, 30.0))
    key(app, qtbot, Qt.Key.Key_S, ALT)
    assert "reach to its neighbours" in texts(app)
    app.playback.go(Cursor(8.55))
    key(app, qtbot, Qt.Key.Key_Return, CTRL)
    assert "0.1 s long at least" in texts(app)
    assert corrects(app) == []


def test_the_transcript_does_not_jump_when_words_above_are_corrected(app: App, qtbot: QtBot) -> None:
    view = app.review.transcript
    app.window.resize(900, 560)
    qtbot.wait(30)
    app.playback.choose(12)
    settle(app, qtbot)
    place = view.visualRect(view.model().index(12, 0)).top()
    app.editing.correct(CorrectWords(said(app, 0).segment, "a great deal of words " * 30))
    settle(app, qtbot)
    qtbot.wait(30)
    assert view.verticalScrollBar().value() > 0
    assert view.visualRect(view.model().index(12, 0)).top() == place
    app.editing.correct(Merge(said(app, 1).segment))
    settle(app, qtbot)
    qtbot.wait(30)
    assert view.visualRect(view.model().index(11, 0)).top() == place
    assert row(app) == 11


def test_what_is_not_in_the_library_cannot_be_corrected_and_one_click_changes_that(
    open_window: OpenWindow, call: Call, qtbot: QtBot
) -> None:
    app = open_window(replaying(call), FILE)
    qtbot.waitUntil(lambda: finished(app), timeout=3000)
    app.desk.paint()
    app.settings.keep = False
    app.window.actions_.keep.setChecked(False)
    assert not app.window.actions_.split.isEnabled()
    assert "Keep results in the library" in app.window.actions_.split.toolTip()
    menu = menu_of(app, qtbot, 1)
    assert not item(menu, "Merge").isEnabled() and "Keep results" in item(menu, "Merge").toolTip()
    menu.close()
    app.review.transcript.setFocus()
    key(app, qtbot, Qt.Key.Key_Return)
    assert not is_edited(app)
    assert "Only results in the library can be corrected" in texts(app)
    qtbot.mouseClick(button(app, "Keep results and analyse again"), Qt.MouseButton.LeftButton)
    job = app.desk.session.job
    analyses = [c for c in app.engines[-1].commands if isinstance(c, Analyze)]
    assert app.settings.keep and analyses[-1].job == job and analyses[-1].config.keep
    qtbot.waitUntil(lambda: finished(app), timeout=3000)
    app.engines[-1].listener(ResultKept(job, 7))
    settle(app, qtbot)
    assert app.window.actions_.split.isEnabled()
    assert app.window.windowTitle().startswith("made up.flac")


def test_a_file_that_was_kept_stays_open_when_it_is_deleted_from_the_library(
    open_window: OpenWindow, engine: ScriptedReview, call: Call, qtbot: QtBot
) -> None:
    app = open_window(replaying(call), FILE, library=engine)
    qtbot.waitUntil(lambda: finished(app) and app.library.library.total is not None, timeout=3000)
    app.engines[-1].listener(ResultKept(app.desk.session.job, 1))
    settle(app, qtbot)
    app.panel.list.setCurrentIndex(app.panel.list.model().index(0, 0))
    app.library_work.delete()
    settle(app, qtbot)
    assert len(engine.recordings) == 2 and app.window.windowTitle().startswith("made up.flac")


def test_a_failed_correction_without_an_editor_is_only_told(app: App, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("mine")
    app.engines[-1].listener(ReviewFailed(1, "", "The sound is not where it was; find the file."))
    settle(app, qtbot)
    assert "The sound is not where it was" in texts(app)
    assert QGuiApplication.clipboard().text() == "mine"


def test_the_editor_is_where_the_words_were_and_grows_with_them(app: App, qtbot: QtBot) -> None:
    view = app.review.transcript
    index = view.model().index(2, 0)
    high = view.visualRect(index).height()
    key(app, qtbot, Qt.Key.Key_F2)
    qtbot.wait(20)
    assert view.visualRect(index).height() == high
    assert view.visualRect(index).contains(editor(app).geometry())
    qtbot.keyClicks(editor(app), " more and more words that do not fit into one line" * 4)
    qtbot.wait(20)
    assert view.visualRect(index).height() > 2 * high - 20
    assert view.visualRect(index).contains(editor(app).geometry())
    assert editor(app).verticalScrollBar().value() == 0
