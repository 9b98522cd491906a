# A thin front to Maven. `make help` lists what there is.
# Maven's own JVM must be 25 for the format check; the code is compiled by a toolchain in any case.
JDK25 := $(shell dist/find-jdk)
ifneq ($(JDK25),)
export JAVA_HOME := $(JDK25)
endif
export MAVEN_OPTS ?= -Xmx768m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
MVN := mvn -B -ntp

.DEFAULT_GOAL := help
.PHONY: help test demo e2e bench bench-smoke kind dist build images chart format clean kubernetes programs jdk

help: ## what there is
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

test: jdk programs kubernetes ## compile, check the format and the rules, run every test (= mvn verify)
	$(MVN) -T 2 verify

demo: jdk ## the whole walkthrough on this machine, failures included (= ./smartstack demo)
	./smartstack demo

kind: jdk ## a Kind cluster of seven nodes with everything on it (= ./smartstack kind up; kind down takes it away)
	./smartstack kind up

e2e: jdk ## the walkthrough and its failures on a Kind cluster made for it; CHAPTER=Name[#scene], KEEP=yes (= e2e/run)
	e2e/run

bench: jdk programs ## every benchmark at full length, and the page docs/performance (= bench/run --update-docs); SCENARIO=name
	bench/run --update-docs $(SCENARIO)

bench-smoke: jdk programs ## a short run of every benchmark, so that none rots (= bench/run --smoke)
	bench/run --smoke $(SCENARIO)

dist: jdk ## what a VM installs: dist/target/smartstack-<version>.tar.gz
	$(MVN) -q package -Dmaven.test.skip=true
	dist/build

build: jdk ## compile only
	$(MVN) -q package -Dmaven.test.skip=true

images: build ## the sidecar's, the operator's and ZooKeeper's image, by Docker (= images/build)
	images/build

chart: ## take crds/ over into the chart
	cp crds/*.yml helm/smartstack/files/crds/

format: jdk ## put every file into the house's format
	$(MVN) -q spotless:apply

kubernetes: ## build the Kubernetes programs that tests run, once: ten minutes, then cached
	kubernetes/build

clean: ## remove what was built
	$(MVN) -q clean
	rm -rf dist/target images/*/target

jdk:
	@dist/find-jdk >/dev/null || { echo "A JDK 25 or newer is needed: set JAVA_HOME to one, or install it below /usr/lib/jvm." >&2; exit 1; }

programs:
	@dist/need haproxy python3
