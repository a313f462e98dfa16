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
	@$(MAKE) --no-print-directory deb ARCH=arm64
	@LIMIT=3h tests/run artifacts/interop.log BootService.Interop.Tests -explicit on -trait- takes=an-hour
	@LIMIT=1h tests/run artifacts/interop-cluster.log BootService.Cluster.Tests -explicit only

debian: lists += tests/packages-interop.txt
debian: packages publish ## as root: Debian's own installer on machines with BIOS and UEFI, and in two that break; an hour and a half where machines are emulated
	$(call root,it makes network namespaces and taps)
	dotnet build tests/BootService.Interop.Tests --verbosity quiet
	@LIMIT=4h tests/run artifacts/debian.log BootService.Interop.Tests -explicit only -trait takes=an-hour

bench: ## the benchmarks, as tables
	dotnet run -c Release --project tests/BootService.Benchmarks -- --filter '*'

storm: packages publish ## as root: HOSTS=1000 machines switched on at once against a daemon in a private LAN, restarted amid it with RESTART=yes, one of two killed amid it with FRONTENDS=2; HOSTS=100,300,1000,3000 for a curve; what="firmware=ipxe kernel=1 initrd=1" for other machines and files
	$(call root,it makes network namespaces)
	dotnet build tests/BootService.Storm -c Release $(run_only)
	artifacts/bin/BootService.Storm/release/BootService.Storm hosts=$(or $(HOSTS),1000) restart=$(or $(RESTART),no) frontends=$(or $(FRONTENDS),1) $(what)

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

# What .NET calls Debian's architectures, and this machine's own.
rid = $(or $(rid.$(1)),$(error BootService is built for amd64 and arm64, not for "$(1)"))
rid.amd64 := linux-x64
rid.arm64 := linux-arm64
native := $(shell dpkg --print-architecture)

publish: ## artifacts/bin/bootservice and artifacts/bin/stack
	dotnet publish src/BootService -c Release -r $(call rid,$(native)) --self-contained false -p:PublishReadyToRun=true $(run_only)
	dotnet publish src/BootService.Cli -c Release -r $(call rid,$(native)) $(run_only)
	@ln -sfn ../publish/BootService/release_$(call rid,$(native))/bootservice artifacts/bin/bootservice
	@ln -sfn ../publish/BootService.Cli/release_$(call rid,$(native))/stack artifacts/bin/stack

# What the package and the installed frontend are for; another than this machine's is built across.
ARCH ?= $(native)
across = $(filter-out $(native),$(ARCH))
released = artifacts/release/$(ARCH)

# An installed frontend brings its own runtime: nothing but Debian's packages is needed there.
release:
	dotnet publish src/BootService -c Release -r $(call rid,$(ARCH)) --self-contained true -p:PublishReadyToRun=true -o $(released)/daemon $(run_only)
	dotnet publish src/BootService.Cli -c Release -r $(call rid,$(ARCH)) -o $(released)/cli $(run_only)
	@ln -sfn cli/stack $(released)/stack

install: release ## as root: a frontend managed by systemd on this machine
	$(call root,it installs into /usr and /etc)
	systemd/lay-out $(released) /
	systemd/debian/postinst configure
	@echo "set Interface in /etc/bootservice/bootservice.json if there are several, then: systemctl enable --now bootservice"

version = $(shell sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)

# Who answers for the package that is built here.
MAINTAINER ?= The BootService developers <bootservice@localhost>

deb: lists = systemd/debian/packages.txt $(across:%=systemd/debian/packages-%.txt)
deb: packages release $(across:%=publish) ## artifacts/bootservice_VERSION_ARCH.deb; ARCH=arm64 builds across, MAINTAINER="Name <address>" says whose it is
	rm -rf artifacts/deb && mkdir -p artifacts/deb/DEBIAN
	systemd/lay-out $(released) artifacts/deb $(across:%=artifacts/bin/bootservice)
	sed 's/@VERSION@/$(version)/; s/@ARCH@/$(ARCH)/; s/@MAINTAINER@/$(MAINTAINER)/' systemd/debian/control > artifacts/deb/DEBIAN/control
	echo "Installed-Size: $$(du -sk --exclude=DEBIAN artifacts/deb | cut -f1)" >> artifacts/deb/DEBIAN/control
	install -m 755 systemd/debian/postinst systemd/debian/prerm systemd/debian/postrm artifacts/deb/DEBIAN/
	install -m 644 systemd/debian/conffiles artifacts/deb/DEBIAN/
	install -D -m 644 systemd/debian/lintian-overrides artifacts/deb/usr/share/lintian/overrides/bootservice
	cd artifacts/deb && find . -type f ! -path './DEBIAN/*' ! -path './etc/*' -printf '%P\0' | sort -z | xargs -0 md5sum > DEBIAN/md5sums
	dpkg-deb --build --root-owner-group artifacts/deb artifacts/bootservice_$(version)_$(ARCH).deb

packages: ## as root: the Debian packages of tests/packages.txt that are not installed (with "make interop", of tests/packages-interop.txt too)
	@[ -z "$(missing)" ] || [ "$$(id -u)" = 0 ] || { echo "installing $(missing) needs root: sudo make packages" >&2; exit 1; }
	@[ -z "$(missing)" ] || { apt-get update -q -o DPkg::Lock::Timeout=300 && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 $(missing); }

clean: ## what was built
	rm -rf artifacts
