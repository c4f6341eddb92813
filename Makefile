# Two commands: `make demo` shows stopgate stop a bad change, `make test` runs every test.
# Both install what they need on Debian 12 (by apt, as root or through sudo) and build.

PACKAGES = build-essential g++ cmake ninja-build ccache pkg-config python3 python3-pip ca-certificates git \
  libyaml-dev libyaml-cpp-dev nlohmann-json3-dev libre2-dev libcli11-dev catch2 libexpected-dev \
  libutf8proc-dev libssl-dev libmpfr-dev libgmp-dev libbenchmark-dev libgit2-dev libcurl4-openssl-dev liblzma-dev zlib1g-dev

JOBS ?= $(shell nproc)

.PHONY: demo test package validators asan fuzz fuzz-policies bench compare packages docs tidy format clean

# One apt-get line, run only when something is missing.
packages:
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing: $$missing"; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; \
	fi

build/release/bin/stopgate: packages
	@cmake --preset release -DSTOPGATE_BENCH=OFF >/dev/null
	@cmake --build --preset release --target stopgate -j $(JOBS)

# A rendered chart, a Terraform root and its plan, each with a change that should not merge.
demo: build/release/bin/stopgate
	@echo
	@build/release/bin/stopgate check fixtures/shop --color always; status=$$?; \
	echo; echo "exit status $$status: $$([ $$status = 1 ] && echo 'stopgate stops this change' || echo 'unexpected')"; [ $$status = 1 ]

test: packages
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS)
	ctest --preset dev -j $(JOBS)

# A .deb, an archive and a wheel in build/package/packages, each installed and run; the Dockerfile takes the .deb.
package: packages
	cmake --preset package >/dev/null
	cmake --build --preset package --target stopgate -j $(JOBS)
	rm -rf build/package/packages
	cpack --config build/package/CPackConfig.cmake -B build/package/packages
	rm -rf build/package/packages/_CPack_Packages
	strip -o build/package/stopgate.stripped build/package/bin/stopgate
	python3 packaging/wheel.py build/package/stopgate.stripped $$(build/package/bin/stopgate --version | cut -d' ' -f2) build/package/packages
	cd build/package/packages && sha256sum *.deb *.tar.gz *.whl | tee SHA256SUMS
	python3 tests/program/packages.py build/package/packages

# What program.report_formats, program.templates and program.precommit hold our output against; without them they skip.
validators:
	python3 -m pip install --quiet check-jsonschema jsonschema xmlschema pre-commit
	npm install --silent --no-audit --no-fund --prefix build/validators @microsoft/sarif-multitool-linux
	chmod +x build/validators/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

asan: packages
	cmake --preset asan
	cmake --build --preset asan -j $(JOBS)
	ctest --preset asan -j $(JOBS)

bench: packages
	cmake --preset release -DSTOPGATE_BENCH=ON >/dev/null
	cmake --build --preset release -j $(JOBS)
	python3 bench/run.py build/release

# Beside checkov, tflint, tfsec and terraform fmt, as far as they are on PATH.
compare: packages
	cmake --preset release
	cmake --build build/release --target stopgate
	python3 bench/compare.py build/release/bin/stopgate

docs: packages
	cmake --preset dev >/dev/null
	cmake --build --preset dev --target stopgate -j $(JOBS)
	build/dev/bin/stopgate policy docs --policies policies --to docs/policies

# Every built-in policy on many inputs made from its examples: no expression may fail.
fuzz-policies: build/release/bin/stopgate
	@build/release/bin/stopgate policy test --fuzz --policies policies

tidy:
	cmake --preset tidy
	cmake --build --preset tidy -j $(JOBS)

format:
	git ls-files 'src/*.h' 'src/*.cpp' 'tests/*.h' 'tests/*.cpp' 'bench/*.cpp' | xargs clang-format-16 -i

clean:
	rm -rf build
