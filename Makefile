# make run: sets up, analyses the sample, opens the window. make test: sets up, all checks and tests.
BIN := .venv/bin
SAMPLE := assets/sample/meeting.flac
DATA ?= ../shared/data
CALLS ?= $(wildcard $(DATA)/calls/*.flac)
SHOWN = $(filter %/SNG0072.flac,$(CALLS))
PICTURES := build/screenshots

.PHONY: run test setup setup-test check format tests train evaluate bench screenshots walk clean

run: setup
	$(BIN)/mmemotion analyze $(SAMPLE)
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/mmemotion $(SAMPLE); \
	else \
		echo "The window was not opened: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)."; \
	fi

test: check tests

setup:
	@sh tools/setup.sh run

setup-test:
	@sh tools/setup.sh test

check: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

tests: setup-test
	QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(BIN)/python -m pytest $(TESTS)

format: setup-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: setup
	$(BIN)/mmemotion train --data $(DATA)

evaluate: setup
	$(BIN)/mmemotion evaluate --data $(DATA) --techniques --html evaluation.html --json evaluation.json

bench: setup-test
	$(BIN)/python -m benchmarks.recognition $(DATA)/calls
	$(BIN)/python -m benchmarks.calls $(DATA)/calls
	$(BIN)/python -m benchmarks.analyze $(CALLS)
	$(BIN)/python -m benchmarks.prosody
	$(BIN)/python -m benchmarks.library
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks.long_recording
	$(BIN)/python -m benchmarks.live $(firstword $(CALLS))
	xvfb-run -a -s "-screen 0 1280x800x24" $(BIN)/python -m benchmarks.live_window $(firstword $(CALLS))

screenshots: setup-test
	xvfb-run -a -s "-screen 0 1600x1000x24" $(BIN)/python tools/screenshots.py $(SHOWN)
	xvfb-run -a -s "-screen 0 1920x1080x24" $(BIN)/python tools/live_screenshots.py $(DATA)/calls --out $(PICTURES)
	xvfb-run -a -s "-screen 0 1920x1080x24" $(BIN)/python tools/library_screenshots.py $(DATA)/calls --out $(PICTURES)
	xvfb-run -a -s "-screen 0 1280x800x24" $(BIN)/python -m benchmarks.live_window $(SHOWN) --seconds 30 --out $(PICTURES)
	cp $(PICTURES)/live.webp docs/img/live.webp
	cp $(PICTURES)/search-dark.png docs/img/library.png

walk: setup-test
	xvfb-run -a -s "-screen 0 1440x900x24" sh -c 'openbox & sleep 1; $(BIN)/python tools/walk.py $(SHOWN) --out build/walk'

clean:
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis
