# make demo     install what is missing, build, and run the main job on a cohort that is part of the project
# make test     the same set-up, then every test
# make lint examples fuzz bench manual install clean
SHELL := /bin/bash
PREFIX ?= /usr/local
SWIFT ?= swift
FUZZ_SECONDS ?= 60
RELEASE := --configuration release --static-swift-stdlib
HOMEOSTAT := .build/release/homeostat

.PHONY: all setup build demo test lint examples fuzz bench manual figures install clean

all: build

setup:
	@.ci/install-packages

build: setup
	$(SWIFT) build $(RELEASE) --product homeostat

demo: build
	@mkdir -p .build/demo
	@echo
	$(HOMEOSTAT) indices Datasets/virtual/fasting.csv --id id -o .build/demo/indices.csv
	@echo
	@echo "The first five people, first columns (all: .build/demo/indices.csv; how: .build/demo/indices.csv.run.json)"
	@head -6 .build/demo/indices.csv | cut -d , -f 1-8

test: setup
	$(SWIFT) test

# Sources alone: build folders of nested packages hold code of others.
lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift \
	    $(wildcard Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests)

# On the debug build, which the tests have made already.
examples: setup
	$(SWIFT) build --product homeostat
	python3 .ci/check-examples .build/debug/homeostat

fuzz: setup
	@[ -x .ci/fuzz ] || { echo "there is no fuzz target yet (.ci/fuzz)"; exit 1; }
	.ci/fuzz $(FUZZ_SECONDS)

# The peers run in an environment of their own; the in-memory part is a package of its own.
bench: build
	$(SWIFT) build --configuration release --package-path Benchmarks
	sh Benchmarks/setup_peers.sh
	python3 Benchmarks/run.py $(HOMEOSTAT)

manual: build
	$(SWIFT) build $(RELEASE) --product homeostat-tools
	mkdir -p .build/manual
	$(HOMEOSTAT) --experimental-dump-help | .build/release/homeostat-tools manual \
		--date "$$(LC_ALL=C date -u '+%B %d, %Y')" -o .build/manual/homeostat.1

# What a test compares with the generator.
figures: setup
	$(SWIFT) build --product homeostat-tools
	.build/debug/homeostat-tools datasets Datasets/virtual
	.build/debug/homeostat-tools figure Datasets/virtual/fasting.csv Notebooks/figures/homa-isolines.svg

install: build manual
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 $(HOMEOSTAT) "$(DESTDIR)$(PREFIX)/bin/homeostat"
	install -d "$(DESTDIR)$(PREFIX)/share/bash-completion/completions"
	$(HOMEOSTAT) --generate-completion-script bash \
	    > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/homeostat"
	install -d "$(DESTDIR)$(PREFIX)/share/zsh/site-functions"
	$(HOMEOSTAT) --generate-completion-script zsh > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_homeostat"
	install -d "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	$(HOMEOSTAT) --generate-completion-script fish \
	    > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/homeostat.fish"
	install -d "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 644 .build/manual/homeostat.1 "$(DESTDIR)$(PREFIX)/share/man/man1/homeostat.1"

clean:
	$(SWIFT) package clean
