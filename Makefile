# What one does with copydesk, a recipe each; CI calls these and nothing else.
# `make` without a recipe lists them.

TOOLS := target/ci-tools/bin
CARGO := cargo
SEEDS ?= 2000
KILLS ?= 200
MINUTES ?= 60
TARGET ?= tree
SECONDS ?= 60

.PHONY: help format lint docs supply-chain advisories deploy-check test fast simulate torture stall load soak fuzz bench demo

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

format: ## check the format
	$(CARGO) fmt --check

lint: ## clippy, warnings denied
	$(CARGO) clippy --locked --all-targets -- -D warnings

docs: ## build the documentation, private items too, warnings denied
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --document-private-items

supply-chain: ## licences, sources and bans of every dependency
	$(TOOLS)/cargo-deny --config .deny.toml check bans licenses sources

advisories: ## known faults of every dependency, by RustSec's database, which it fetches; no part of CI, which must not change overnight
	$(TOOLS)/cargo-deny --config .deny.toml check advisories

deploy-check: ## manifests against Kubernetes' schemas, alert rules by promtool, the notices that the image holds
	deploy/check.sh $(TOOLS)

test: ## all tests, the real Kafka included; it is fetched and started if none is given
	$(CARGO) test --locked

fast: ## the tests that need no broker
	$(CARGO) test --locked --lib --bins --test it --test memory
	$(CARGO) test --locked --doc

simulate: ## SEEDS=N seeded runs of the whole loop with crashes, zombies and rebalances
	COPYDESK_SEEDS=$(SEEDS) $(CARGO) test --locked --test it simulation -- --nocapture

torture: ## KILLS=N replicas killed, and all else that may happen to a cluster of three brokers, on the release binary
	COPYDESK_TORTURE_KILLS=$(KILLS) $(CARGO) test --locked --release --test broker torture::as_many -- --ignored --nocapture

stall: ## how long readers wait when a replica is killed
	$(CARGO) test --locked --release --test broker stall:: -- --ignored --nocapture --test-threads=1

load: ## the service beside a bare pass-through of the same bytes, and beside pipe; how fresh at half of the load
	$(CARGO) test --locked --release --test broker load::load -- --ignored --nocapture

soak: ## MINUTES=N at four fifths of the full speed: what the memory takes and how far behind the service is
	COPYDESK_SOAK_MINUTES=$(MINUTES) $(CARGO) test --locked --release --test broker soak -- --ignored --nocapture

fuzz: ## TARGET=decode|tree|dates|json_ld|text SECONDS=N of fuzzing; needs cargo-fuzz, and no nightly
	RUSTC_BOOTSTRAP=1 $(CARGO) fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz --sanitizer none $(TARGET) -- -max_total_time=$(SECONDS) -max_len=20000 -timeout=5

bench: ## what each stage costs, and hostile pages; COPYDESK_PAGES=FILE tells the spread over pages of your own
	$(CARGO) bench --locked --bench stages
	$(CARGO) bench --locked --bench spread
	$(CARGO) bench --locked --bench hostile

demo: ## the service on an embedded broker, with sample pages
	$(CARGO) run --locked --release -- demo
