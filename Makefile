# Penc: `make` lists what can be made here.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export CGO_ENABLED := 0
# With the same flag everywhere each package is compiled once: for vet, for the tests
# and for bin/penc, and once for all clones on a machine.
export GOFLAGS += -trimpath

TOOL    := go tool -modfile=tools.mod
PKG     ?= ./...
FLAGS   ?=
BENCH   ?= .
FUZZ    ?= 10s
E2E     ?=
sources  = $(shell git ls-files -co --exclude-standard -- '*.go' ':!*_templ.go')
step     = @printf '\n== %s · %s UTC\n' '$(1)' "$$(date -u +%H:%M:%S)"

.PHONY: help setup generate build lint format vet staticcheck generated deadcode \
	test test-go test-web check bench fuzz race clean

help: ## list the targets
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' Makefile | expand -t 14

setup: ## install what the tests need: PostgreSQL, Chromium, the browser suite's packages
	$(call step,setup)
	@scripts/setup.sh

generate: ## make the Go code of all page templates
	@$(TOOL) templ generate -path .

# Pages are compiled without inlining: a component that is inlined takes a copy of
# its whole body to every page that uses it (docs/performance.md).
build: ## make bin/penc: one static file
	@go build -gcflags 'penc/internal/...web...=-l' -ldflags '-s -w' -o bin/penc ./cmd/penc
	@printf 'bin/penc: %s MB\n' "$$(( ($$(stat -c %s bin/penc) + 500000) / 1000000 ))"

test: ## everything: setup, lint, Go tests on both databases, browser suite
	@$(MAKE) setup
	@$(MAKE) lint
	@$(MAKE) test-go
	@$(MAKE) test-web
	$(call step,all tests passed)

check: format vet generated ## before every commit: format, vet, templates, Go tests on SQLite
	$(call step,go test on SQLite)
	@go test $(FLAGS) $(PKG)

lint: format vet staticcheck generated ## format, vet, staticcheck, templates up to date
	@for file in e2e/*.mjs e2e/*/*.mjs; do case $$file in *node_modules*) ;; *) node --check "$$file" ;; esac; done

format:
	$(call step,gofumpt)
	@out=$$($(TOOL) gofumpt -l $(sources)); \
	if [ -n "$$out" ]; then echo "$$out"; echo 'run: $(TOOL) gofumpt -w FILE'; exit 1; fi

vet:
	$(call step,go vet)
	@go vet ./...

staticcheck:
	$(call step,staticcheck)
	@$(TOOL) staticcheck ./...

generated:
	$(call step,templates)
	@scripts/generated.sh

deadcode: ## code that cmd/penc does not reach: a report, not a gate
	$(call step,code that cmd/penc does not reach)
	@$(TOOL) deadcode ./cmd/penc

test-go: ## Go tests on SQLite and on a throw-away PostgreSQL (PKG=./internal/... FLAGS='-run X')
	$(call step,go test on SQLite and PostgreSQL)
	@scripts/postgres.sh run go test $(FLAGS) $(PKG)

test-web: build ## browser suite: real Chromium, axe-core, bytes on the wire (E2E=weight.test.mjs)
	$(call step,browser suite)
	@cd e2e && PENC_BIN=../bin/penc node --test --test-concurrency=1 --test-timeout=900000 --test-reporter=spec $(E2E) </dev/null

bench: ## benchmarks beside the code (BENCH=Vote PKG=./internal/...)
	@go test -run '^$$' -bench '$(BENCH)' -benchmem $(FLAGS) $(PKG)

fuzz: ## each fuzz test for a while (FUZZ=1m)
	@scripts/fuzz.sh $(FUZZ)

race: ## Go tests with the race detector; needs a C compiler (PKG=./internal/platform/...)
	@CGO_ENABLED=1 go test -race $(FLAGS) $(PKG)

clean: ## remove what was built and stop what was started
	@scripts/postgres.sh stop
	@rm -rf bin tmp
