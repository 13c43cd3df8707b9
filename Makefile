# make run    build, then run samples/blob-to-sql on stand-ins and show the rows
# make test   build, start the test servers, run every test
# make test-heavy   the same against Hive, Spark and Hadoop, which are fetched (1.3 GB, minutes)
# make build  leave the program at build/weir
# make conformance [CORPUS=DIR]   how much of real factories loads, checks and runs
# make fuzz   run each fuzz target for FUZZ_SECONDS (60)
# make bench  measure beside other tools        make fmt tidy   format, lint        make clean
.PHONY: run test test-heavy build bench fuzz conformance fmt tidy clean deps configure

build: configure
	cmake --build --preset release --target weir weir-cases

configure: deps
	@test -f build/build.ninja || cmake --preset release

deps:
	@./bootstrap build

run: build
	samples/blob-to-sql/run

test: configure
	@./bootstrap test
	cmake --build --preset release
	ctest --preset release

test-heavy: configure
	@./bootstrap test heavy
	cmake --build --preset release --target weir yarn_launcher
	ctest --preset heavy

# The rates of the default collection are kept; those of another are only printed.
conformance: configure
	cmake --build --preset release --target weir-conformance
	build/tests/conformance/weir-conformance \
	  $(or $(CORPUS),../shared/corpus --out docs/reference/conformance.md)

bench: configure
	@./bootstrap test bench
	cmake --build --preset release --target weir expr_bench seed_history \
	  chain_bench slice_bench trigger_bench
	bench/run

fuzz: export FUZZ_SECONDS ?= 60
fuzz:
	@./bootstrap build fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz
	ctest --preset fuzz -V

fmt:
	@./bootstrap lint
	git ls-files -co --exclude-standard '*.cc' '*.h' | xargs clang-format-19 -i

tidy:
	@./bootstrap lint
	tools/tidy.py
	tools/clang_tidy.sh

clean:
	rm -rf build build-*
