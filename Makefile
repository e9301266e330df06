# The commands of the project. `make` alone lists them.
# Scripts under tools/ do the work; this file says what depends on what.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= 8787
SUITES ?=
env := source tools/env.sh

# What the packages and the page are made from, besides the module. The model and the examples are data of the services,
# the names of clients data of the snippets.
data := $(shell find src/services src/snippets -type f -name '*.json' 2>/dev/null) package-lock.json
package_sources := $(shell find pkg-template -type f 2>/dev/null) $(wildcard README.md LICENSE Cargo.toml) $(data)
page_sources := $(shell find www -type f 2>/dev/null) $(data)
# What the reference of the rules is made from: their tables, and the cases. Folders count, since files come and go.
rule_sources := Cargo.toml Cargo.lock tools/rules.rs $(shell find src tests/cases tests/models tests/support 2>/dev/null)

# A finished step counts only while its result is there.
missing = $(if $(wildcard $(1)),,always)

.PHONY: help setup serve test package page docs bench lint fmt clean always ready

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## Install everything that the other commands need
	@tools/setup.sh

serve: package ## Build everything and serve the page and the API on http://127.0.0.1:8787 (PORT=…)
	@$(env); exec node pkg/cli.mjs serve --port $(PORT)

test: ## Run every test, or some: make test SUITES="native page"
	@tools/setup.sh
	@$(env); exec node tools/test.mjs $(SUITES)

package: build/package.done ## Assemble the npm package in pkg/, page included

page: build/page.done ## Build the page in build/page/, as static files

docs: build/docs.done ## Build the reference of the rules alone: build/page/rules.html

bench: package ## Measure speed and size against what one would use instead
	@tools/setup.sh moto
	@$(env); exec node tools/bench.mjs

lint: ## Check formatting and lints, Rust (both targets) and JavaScript
	@tools/setup.sh rust wasm lint npm
	@$(env); cargo fmt --check
	@$(env); cargo clippy --quiet --all-targets -- -D warnings
	@$(env); cargo clippy --quiet --target wasm32-unknown-unknown --lib --tests -- -D warnings
	@$(env); node_modules/.bin/biome check --error-on-warnings

fmt: ## Format everything, and apply the safe fixes of the JavaScript linter
	@tools/setup.sh rust lint npm
	@$(env); cargo fmt
	@$(env); node_modules/.bin/biome check --write

clean: ## Remove what was built, keep what was installed
	rm -rf build pkg target

ready:
	@tools/setup.sh rust wasm npm

# The script knows whether anything changed, and touches the module only then.
build/wasm/dryrun_bg.wasm: always | ready
	@tools/wasm.sh
always:

build/core.done: build/wasm/dryrun_bg.wasm $(package_sources) $(call missing,pkg/package.json)
	@$(env); node pkg-template/assemble.mjs --core
	@touch $@

build/rules.json: $(rule_sources) | ready
	@mkdir -p build
	@$(env); cargo run --quiet --example rules >$@

build/docs.done: build/rules.json $(page_sources) $(call missing,build/page/rules.html)
	@$(env); node www/build.mjs --rules
	@touch $@

build/page.done: build/core.done build/rules.json $(page_sources) $(call missing,build/page/index.html)
	@$(env); node www/build.mjs
	@touch $@

build/package.done: build/page.done $(call missing,pkg/page/index.html)
	@$(env); node pkg-template/assemble.mjs
	@touch $@
