# BootService. `make` alone lists what can be made.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec
.DEFAULT_GOAL := help
.PHONY: help demo test interop debian bench storm haul fuzz run publish packages clean release install deb

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# The build behind `make test` runs the analyzers; what only makes a program to run does not wait for them.
run_only := --verbosity quiet -p:RunAnalyzers=false

# Packages of these lists whose file is not there.
lists = tests/packages.txt
missing = $(strip $(shell awk '$$1 !~ /^\#/ && NF == 2 && system("test -e " $$2) { print $$1 }' $(lists)))
root = @[ "$$(id -u)" = 0 ] || { echo "make $@ needs root ($(1)): sudo make $@" >&2; exit 1; }

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: packages publish ## as root: three machines install themselves from the network, live, in a private LAN
	$(call root,it makes network namespaces and taps)
	dotnet build tests/BootService.Demo -c Release $(run_only)
	artifacts/bin/BootService.Demo/release/BootService.Demo

test: packages publish ## as root: everything; ends with "N passed, N failed"
	$(call root,it makes network namespaces and taps)
	dotnet build BootService.sln --verbosity quiet
	@tests/run artifacts/test.log

interop: lists += tests/packages-interop.txt
interop: packages publish deb ## as root: only the tests with real firmware and real clients
	$(call root,it makes network namespaces and taps)
	dotnet build tests/BootService.Interop.Tests --verbosity quiet
	dotnet build tests/BootService.Cluster.Tests --verbosity quiet
	@tests/run artifacts/interop.log BootService.Interop.Tests -explicit on -trait- takes=an-hour
	@tests/run artifacts/interop-cluster.log BootService.Cluster.Tests -explicit only

debian: lists += tests/packages-interop.txt
debian: packages publish ## as root: Debian's own installer on machines with BIOS and UEFI, and in two that break; an hour and a half where machines are emulated
	$(call root,it makes network namespaces and taps)
	dotnet build tests/BootService.Interop.Tests --verbosity quiet
	@LIMIT=4h tests/run artifacts/debian.log BootService.Interop.Tests -explicit only -trait takes=an-hour

bench: ## the benchmarks, as tables
	dotnet run -c Release --project tests/BootService.Benchmarks -- --filter '*'

storm: packages publish ## as root: HOSTS=1000 machines switched on at once against a daemon in a private LAN, restarted amid it with RESTART=yes, one of two killed amid it with FRONTENDS=2; HOSTS=100,300,1000,3000 for a curve
	$(call root,it makes network namespaces)
	dotnet build tests/BootService.Storm -c Release $(run_only)
	artifacts/bin/BootService.Storm/release/BootService.Storm hosts=$(or $(HOSTS),1000) restart=$(or $(RESTART),no) frontends=$(or $(FRONTENDS),1)

haul: packages publish ## as root: pallets and mirrors against cp, wget and dnf, and the memory they take; what="mirror add memory"
	$(call root,it makes a network namespace)
	tests/haul $(what)

fuzz: ## a minute each of made-up stories at the whole DHCP door and at TFTP; what breaks them is kept in the corpus
	dotnet run -c Release --project tests/BootService.Fuzz -- random 60
	dotnet run -c Release --project tests/BootService.Fuzz -- tftp 60

run: publish ## as root: the daemon on INTERFACE=eth1, data in ./data
	$(call root,it answers on ports 67, 69 and 80)
	@[ -n "$(INTERFACE)" ] || { echo "say which interface the nodes boot from: make run INTERFACE=eth1" >&2; exit 1; }
	@mkdir -p data
	@systemd/frontend-key
	DOTNET_GCgen0size=0x1000000 artifacts/bin/bootservice --Interface=$(INTERFACE) --DataDirectory=$(CURDIR)/data --ExportDirectory=$(CURDIR)/data/export \
	  --BootFilesDirectory=$(CURDIR)/bootfiles --Admin:Socket=$(CURDIR)/data/admin.sock

publish: ## artifacts/bin/bootservice and artifacts/bin/stack
	dotnet publish src/BootService -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true $(run_only)
	dotnet publish src/BootService.Cli -c Release -r linux-x64 $(run_only)
	@ln -sfn ../publish/BootService/release_linux-x64/bootservice artifacts/bin/bootservice
	@ln -sfn ../publish/BootService.Cli/release_linux-x64/stack artifacts/bin/stack

# An installed frontend brings its own runtime: nothing but Debian's packages is needed there.
release:
	dotnet publish src/BootService -c Release -r linux-x64 --self-contained true -p:PublishReadyToRun=true -o artifacts/release/daemon $(run_only)
	dotnet publish src/BootService.Cli -c Release -r linux-x64 -o artifacts/release/cli $(run_only)
	@ln -sfn cli/stack artifacts/release/stack

install: release ## as root: a frontend managed by systemd on this machine
	$(call root,it installs into /usr and /etc)
	systemd/lay-out artifacts/release /
	systemd/debian/postinst configure
	@echo "set Interface in /etc/bootservice/bootservice.json if there are several, then: systemctl enable --now bootservice"

version = $(shell sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)

# Who answers for the package that is built here.
MAINTAINER ?= The BootService developers <bootservice@localhost>

deb: lists = systemd/debian/packages.txt
deb: packages release ## artifacts/bootservice_VERSION_amd64.deb; MAINTAINER="Name <address>" says whose it is
	rm -rf artifacts/deb && mkdir -p artifacts/deb/DEBIAN
	systemd/lay-out artifacts/release artifacts/deb
	sed 's/@VERSION@/$(version)/; s/@MAINTAINER@/$(MAINTAINER)/' systemd/debian/control > artifacts/deb/DEBIAN/control
	echo "Installed-Size: $$(du -sk --exclude=DEBIAN artifacts/deb | cut -f1)" >> artifacts/deb/DEBIAN/control
	install -m 755 systemd/debian/postinst systemd/debian/prerm systemd/debian/postrm artifacts/deb/DEBIAN/
	install -m 644 systemd/debian/conffiles artifacts/deb/DEBIAN/
	install -D -m 644 systemd/debian/lintian-overrides artifacts/deb/usr/share/lintian/overrides/bootservice
	cd artifacts/deb && find . -type f ! -path './DEBIAN/*' ! -path './etc/*' -printf '%P\0' | sort -z | xargs -0 md5sum > DEBIAN/md5sums
	dpkg-deb --build --root-owner-group artifacts/deb artifacts/bootservice_$(version)_amd64.deb

packages: ## as root: the Debian packages of tests/packages.txt that are not installed (with "make interop", of tests/packages-interop.txt too)
	@[ -z "$(missing)" ] || [ "$$(id -u)" = 0 ] || { echo "installing $(missing) needs root: sudo make packages" >&2; exit 1; }
	@[ -z "$(missing)" ] || { apt-get update -q -o DPkg::Lock::Timeout=300 && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 $(missing); }

clean: ## what was built
	rm -rf artifacts
