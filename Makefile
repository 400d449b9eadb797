# Two commands on a fresh Debian or Ubuntu with Swift 6.2 or later: `make demo` and `make test`.

SWIFT ?= swift
PACKAGES = libssl-dev libxml2-dev libsqlite3-dev pkg-config strace python3
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)
TEST = $(SWIFT) test --skip-build
# How many tests of one process run at once; 0 for all. Unbounded, hundreds of them would starve each other.
WIDTH := $(or $(WIDTH),$(SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH),4)
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := $(WIDTH)
# What `make test` runs: all of it, whatever fails.
PARTS ?= lint build-tests check-rules test-rules test-wire test-store test-bot test-crash test-hang \
  simulate load-short power-cut-short disk-faults-short
LINTED = Package.swift Sources Tests Fuzz Simulations Benchmarks

.PHONY: demo test build build-tests lint format check-rules check-borders check-citations system-packages clean
.PHONY: check-translations check-folders check-public survey
.PHONY: test-rules test-wire test-store test-bot test-crash test-hang test-one-thread
.PHONY: bench-rules bench-wire bench-reply bench-replay bench-mining load load-short fuzz fuzz-wire fuzz-patterns prove-mutations
.PHONY: check-pages diff-oracle prove-changes
.PHONY: simulate power-cut power-cut-short disk-faults disk-faults-short crash

demo: build
	.build/debug/replybot demo

# Every part runs; the table at the end says what came of each (CONTRIBUTING.md, "Tests").
test: system-packages
	@Scripts/run-parts.py --make "$(MAKE)" --needed build-tests $(PARTS)

build-tests: system-packages
	$(SWIFT) build --build-tests

test-rules:
	$(TEST) --filter '^(LinearRegex|RuleEngine|RuleAuthoring|TypedHTML|Evidence)Tests\.'

test-wire:
	$(TEST) --filter '^AlipayClientTests\.'

test-store:
	$(TEST) --filter '^(ReplyStore|BotCore)Tests\.'

test-bot:
	$(TEST) --filter '^ReplyBotTests\.'

test-crash:
	$(TEST) --filter '^CrashTests\.'

# The same tests, and the bots that they start, on a cooperative pool of one thread: whatever blocks it stands still.
ONE_THREAD_TESTS ?= ^(LinearRegex|RuleEngine|RuleAuthoring|TypedHTML|Evidence|AlipayClient|ReplyStore|BotCore|ReplyBot)Tests\.
test-one-thread: system-packages build-tests
	$(CC) -shared -fPIC -o .build/one-processor.so Tests/OneProcessor/one-processor.c -ldl
	LD_PRELOAD=$(CURDIR)/.build/one-processor.so .build/debug/replybotPackageTests.xctest \
	  --testing-library swift-testing --filter '$(ONE_THREAD_TESTS)'

# A test that hangs ends its own run, by its name; HANG_SECONDS stands in for the limit of the two, of a minute.
HANG_SECONDS ?= 5
test-hang:
	REPLYBOT_HANG=1 REPLYBOT_TEST_SECONDS=$(HANG_SECONDS) Scripts/check-hang.py 300 \
	  .build/debug/replybotPackageTests.xctest --testing-library swift-testing

build: system-packages
	$(SWIFT) build --product replybot

lint: check-borders check-citations check-translations check-folders check-public
	Scripts/check-suites.py
	$(SWIFT) format lint --strict --parallel --recursive $(LINTED)

format:
	$(SWIFT) format --in-place --parallel --recursive $(LINTED)

# The example shop must load without a warning and pass its own tests.
check-rules:
	.build/debug/replybot check --strict --at 2026-02-10T10:00 rules
	.build/debug/replybot test rules

# Every link, file name, test, target and section that a page or a comment cites is there.
check-citations:
	python3 -B Scripts/check-citations.py
	python3 -B Scripts/check-citations.py --self-test

# The Chinese pages have the headings, tables, code and keys of the English ones.
check-translations:
	python3 -B Scripts/check-translations.py
	python3 -B Scripts/check-translations.py --self-test

# docs/DESIGN.md: the folder map is complete, and the files and functions of the three walks exist. Package.swift: each
# target depends on what it imports, also those that only `make fuzz` builds.
check-folders:
	python3 -B Scripts/check-house.py folders
	python3 -B Scripts/check-house.py walks
	python3 -B Scripts/check-house.py imports
	python3 -B Scripts/check-house.py --self-test

# Only the library products have public symbols.
check-public:
	python3 -B Scripts/check-house.py public

# Prints figures of the code, with AGAINST=COMMIT before and after. They enforce nothing.
survey:
	@python3 -B Scripts/survey.py $(if $(AGAINST),--against $(AGAINST))

# The arrows of docs/DESIGN.md, section 2: each library is imported in one place only.
check-borders:
	@! grep -rnE '^(public |package |internal |private )?import CSSL' Sources Tests | grep -v '^Sources/AlipayClient/Crypto/'
	@! grep -rnE '^(public |package |internal |private )?import CXML2' Sources Tests | grep -v '^Sources/AlipayClient/XML/'
	@! grep -rnE '^(public |package |internal |private )?import GRDB' Sources | grep -v '^Sources/ReplyStore/'
	@! grep -rnE '^(public |package |internal |private )?import Yams' Sources | grep -v '^Sources/RuleAuthoring/'
	@! grep -rnE '^(public |package |internal |private )?import ArgumentParser' Sources | grep -v '^Sources/ReplyBotCommand/'
	@! grep -rnE 'import (AlipaySimulator|ArgumentParser|ReplyBotCommand)' Sources/ReplyBot
	@! grep -rnE 'import (AlipayClient|ReplyStore|Hummingbird|Logging)' Sources/RuleEngine Sources/RuleAuthoring Sources/Evidence
	@! grep -rnE 'import (OperatorText|RuleAuthoring|Yams)' Sources/RuleEngine
	@! grep -rnE '^(public |package |internal |private )?import ' Sources/OperatorText Sources/TypedHTML
	@! grep -rnE '^(public |package |internal |private )?import ' Sources/LinearRegex --include='*.swift'
	@! grep -rnE 'import (AlipayClient|RuleEngine|AlipaySimulator)' Sources/ReplyStore
	@! grep -rnE '^(public |package |internal |private )?import ' Sources/BotCore | grep -vE 'import (DequeModule|Foundation)$$'

# Opens the pages that the product writes in headless Chromium: console, accessibility, light and dark, no script.
PAGES ?= $(wildcard Tests/EvidenceTests/Fixtures/diff/*.html)
PAGE_PACKAGES = chromium fonts-wqy-microhei python3-venv
check-pages:
	@$(MAKE) --no-print-directory system-packages PACKAGES="$(PAGE_PACKAGES)"
	@[ -x .build/page-tools/bin/python ] || { python3 -m venv .build/page-tools && \
	  .build/page-tools/bin/pip install --quiet axe-playwright-python; }
	.build/page-tools/bin/python Scripts/check-pages.py $(PAGES)

# Kills the real binary CRASH_KILLS times and stops it CRASH_STOPS times, under traffic (docs/DESIGN.md, section 9).
CRASH_KILLS ?= 300
CRASH_STOPS ?= 100
crash: system-packages
	$(SWIFT) build --build-tests
	CRASH_KILLS=$(CRASH_KILLS) CRASH_STOPS=$(CRASH_STOPS) $(SWIFT) test --skip-build --filter '^CrashTests\.'

# Delivery and the handover in storms of faults, SEEDS of them, and their mutants (Simulations/README.md).
SEEDS ?= 10000
simulate:
	$(SWIFT) build -c release --scratch-path .build-simulation --product BotSimulation
	.build-simulation/release/BotSimulation --seeds $(SEEDS)

# Changes of rules, each proved and compared with every short message, CHANGES of them; a million random messages; and the
# faults planted in the prover.
CHANGES ?= 400
prove-changes: build-tests
	PROOF_CASES=$(CHANGES) PROOF_PAIRS=200 PROOF_MESSAGES=5000 $(TEST) --filter '^EvidenceTests\.(BehaviourProof|ProofMutation)Tests'

# Cuts the power under the store at CUTS moments; no acknowledged row may be missing afterwards.
CUTS ?= 500
power-cut: system-packages
	$(SWIFT) build --product StoreWriter
	Scripts/power-cut.py .build/debug/StoreWriter --cuts $(CUTS)

# Lets FAULTS system calls of the store fail, one in each run; what was acknowledged must be there.
FAULTS ?= 200
disk-faults: system-packages
	$(SWIFT) build --product StoreWriter
	Scripts/disk-faults.py .build/debug/StoreWriter --faults $(FAULTS)

# What is short runs on what `build-tests` has built.
power-cut-short:
	Scripts/power-cut.py .build/debug/StoreWriter --cuts 50

disk-faults-short:
	Scripts/disk-faults.py .build/debug/StoreWriter --faults 24

# `diff` beside two full replays, and what it calls unknown: PAIRSxEVENTS generated rule sets and events.
DIFF ?= 50x20000
diff-oracle:
	$(SWIFT) build --build-tests
	REPLYBOT_DIFF=$(DIFF) $(TEST) --filter '^EvidenceTests\.(DiffOracle|EarlierState)Tests'

# The matcher beside Hyperscan, RE2, PCRE2 and pyahocorasick, in one table (Benchmarks/README.md).
bench-rules:
	Benchmarks/Peers/peers.sh .build-bench
	$(SWIFT) build -c release --scratch-path .build-release --product RuleBenchmark
	python3 Benchmarks/compare.py --work .build-bench --ours .build-release/release/RuleBenchmark

# The quality of mined groups on generated traffic, with intents and a seed that were held out, and the time for 100,000
# messages (Benchmarks/README.md).
bench-mining:
	$(SWIFT) build -c release --scratch-path .build-release --product MiningBenchmark
	.build-release/release/MiningBenchmark --held-out

# One request beside bare libcrypto and libxml2, as ratios (Benchmarks/README.md).
bench-wire: system-packages
	$(SWIFT) build -c release --scratch-path .build-release --product WireBenchmark
	python3 -B Benchmarks/compare_wire.py --ours .build-release/release/WireBenchmark

# A message from the socket to the sent reply, beside its RSA operations (Benchmarks/README.md).
REPLY ?=
bench-reply: system-packages
	@for product in replybot AllocationCounter ReplyBenchmark; do \
	  $(SWIFT) build -c release --scratch-path .build-release --product $$product || exit 1; done
	python3 -B Benchmarks/compare_reply.py --ours .build-release/release/ReplyBenchmark \
	  --bot .build-release/release/replybot $(REPLY)

# The replay of REPLAY_EVENTS generated events, by the shop's rules and by 10,000 (Benchmarks/README.md).
REPLAY_EVENTS ?= 200000
bench-replay: system-packages
	Benchmarks/Peers/peers.sh .build-bench data
	$(SWIFT) build -c release --scratch-path .build-release --product ReplayBenchmark
	Benchmarks/bench-replay.sh .build-release/release/ReplayBenchmark .build-bench $(REPLAY_EVENTS)

# 2,000 clients and 500 slow ones on a release build: paced, then as fast as they can (Benchmarks/README.md).
LOAD ?=
load: system-packages
	$(SWIFT) build -c release --scratch-path .build-release --product replybot
	$(SWIFT) build -c release --scratch-path .build-release --product LoadGenerator
	.build-release/release/LoadGenerator $(LOAD)

# The same for five seconds on the debug build, on a machine of any speed: no answer but acknowledgements and 503.
load-short:
	.build/debug/LoadGenerator --bot .build/debug/replybot --clients 400 --slow 50 --rate 100 --seconds 5 --keep-up 0

# Looks for inputs that crash the engine, FUZZ_SECONDS for each part of it (Fuzz/README.md).
FUZZ_SECONDS ?= 600
fuzz:
	@for product in FuzzRuleFile FuzzPattern FuzzNormalizer; do \
	  REPLYBOT_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz --sanitize fuzzer --sanitize address --product $$product || exit 1; done
	Scripts/fuzz.sh .build-fuzz $(FUZZ_SECONDS)

# The same for what reaches AlipayClient: forms, texts, events, keys, answers. Leaks count too.
fuzz-wire: system-packages
	@for product in FuzzForm FuzzCharset FuzzEvent FuzzXML FuzzJSON FuzzKeyText FuzzAnswer; do \
	  REPLYBOT_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz --sanitize fuzzer --sanitize address --product $$product || exit 1; done
	FUZZ_LEAKS=1 Scripts/fuzz.sh .build-fuzz $(FUZZ_SECONDS) form charset event xml json key-text answer

# Bends valid requests MUTATIONS times; `make test` does so 10,000 times (docs/threat-model.md, T1).
MUTATIONS ?= 100000
prove-mutations:
	$(SWIFT) build --build-tests
	MUTATIONS=$(MUTATIONS) $(SWIFT) test --skip-build --filter MutationTests

# Compares COUNT matches of generated regular expressions with Python's.
COUNT ?= 1000000
SEED ?= 1
fuzz-patterns:
	REPLYBOT_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-oracle --product PatternOracle
	Scripts/fuzz-patterns.py .build-oracle/release/PatternOracle --count $(COUNT) --seed $(SEED)

# Installs what is missing, and says what to run where that is not possible.
system-packages:
	@missing=""; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	[ -z "$$missing" ] || { echo "installing:$$missing"; \
	  { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq $$missing >/dev/null; } || \
	  { echo "please run: sudo apt-get install$$missing" >&2; exit 1; }; }

clean:
	rm -rf .build .build-*
