# Two commands: `make run` tries it, `make test` proves it. Both install what is missing first.
PORT ?= 8080
DATABASE ?= sqlite:demo.db
CITY ?= Cities/demo
SWIFT_BUILD = swift build --explicit-target-dependency-import-check error
RELEASE = .build/release/lianxin

.PHONY: run test tools release bench clean

run: release
	$(RELEASE) demo --database $(DATABASE) --city $(CITY)
	$(RELEASE) serve --demo --database $(DATABASE) --city $(CITY) --port $(PORT)

test:
	Scripts/test

tools:
	Scripts/tools

release: tools
	$(SWIFT_BUILD) -c release --product lianxin

bench: release
	Benchmarks/run

clean:
	rm -rf .build .venv demo.db demo.db-wal demo.db-shm demo.db.*
