# Two commands do everything: `make run` and `make test`. Both set up what is missing and say so.

.PHONY: run test setup web audio

run: setup web
	cargo build --release --locked
	./target/release/companion serve

test: setup web
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	npm --prefix web run --silent check
	@./scripts/run-tests

setup:
	@./scripts/setup

web: setup
	@./scripts/build-web

# Renders the music again from its score; the result is committed, so this is seldom needed.
audio:
	python3 scripts/render_audio.py
