"""Correcting words in their row of the transcript."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QListView

from ui.views.transcript_delegate import TranscriptDelegate
from ui.views.transcript_model import Index
from ui.views.words_editor import WordsEditor


class TranscriptEditing(QObject):
    """At most one row has an editor. It stays until the answer is there: answered() or refused().

    accepted carries the place of the utterance and its words; split also the text cursor; merged also whether it is
    with the one before. abandoned carries words of a recording that is not in view any more. changed: an editor was
    opened or closed, or needs another height.
    """

    accepted = Signal(object, str)
    split = Signal(object, str, int)
    merged = Signal(object, str, bool)
    abandoned = Signal(str)
    changed = Signal()

    def __init__(self, view: QListView, delegate: TranscriptDelegate) -> None:
        super().__init__(view)
        self._view, self._delegate = view, delegate
        self._index = QPersistentModelIndex()
        self._height = 0

    @property
    def editor(self) -> WordsEditor | None:
        """The editor, while there is one."""
        return self._delegate.editor

    def open(self, index: Index) -> None:
        """Opens the editor in a row."""
        if self.editor is not None:
            self.editor.setFocus()
            return
        self._index = QPersistentModelIndex(index)
        self._view.openPersistentEditor(index)
        editor = self.editor
        if editor is None:
            return
        editor.accepted.connect(self._accept)
        editor.left.connect(self.finish)
        editor.split.connect(self._split)
        editor.merged_before.connect(lambda: self._merge(with_previous=True))
        editor.merged_after.connect(lambda: self._merge(with_previous=False))
        editor.height_changed.connect(self._grow)
        editor.show()
        editor.setFocus()
        self.changed.emit()

    def finish(self) -> None:
        """Closes the editor."""
        editor = self.editor
        if editor is None:
            return
        had_focus = editor.hasFocus()
        editor.end()
        self._view.closePersistentEditor(self._view.model().index(self._index.row(), 0))
        if had_focus:
            self._view.setFocus()
        self.changed.emit()

    def abandon(self) -> None:
        """The row goes, whatever was typed."""
        typed = self.editor.words if self.editor is not None and self.editor.changed else ""
        self.finish()
        if typed:
            self.abandoned.emit(typed)

    @property
    def waiting(self) -> bool:
        """Whether what was typed is on its way."""
        return self.editor is not None and self.editor.isReadOnly()

    def answered(self) -> None:
        """What was typed was taken."""
        if self.waiting:
            self.finish()

    def refused(self) -> bool:
        """What was typed was not taken. True when it is still there, to be changed."""
        if self.editor is None:
            return False
        if self.waiting:
            self.editor.wait(False)
            self.editor.setFocus()
        return True

    def _accept(self) -> None:
        editor = self.editor
        if editor is None:
            return
        if not editor.changed:
            self.finish()
            return
        editor.wait(True)
        self.accepted.emit(editor.segment, editor.words)

    def _split(self, at: int) -> None:
        if self.editor is not None:
            self.editor.wait(True)
            self.split.emit(self.editor.segment, self.editor.toPlainText(), at)

    def _merge(self, with_previous: bool) -> None:
        if self.editor is not None:
            self.editor.wait(True)
            self.merged.emit(self.editor.segment, self.editor.words, with_previous)

    def _grow(self) -> None:
        height = self.editor.text_height if self.editor is not None else 0
        if height != self._height:
            self._height = height
            self.changed.emit()
