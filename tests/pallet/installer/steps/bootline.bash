# The kernel command line, in the words of Anaconda 6 (ks=) and of Anaconda 7 and later (inst.ks=).

KICKSTART_URL=
KICKSTART_DEVICE=
SEND_MACS=
VERIFY_TLS=yes
SOURCE_OVERRIDE=
STATIC_ADDRESS=
CONSOLE_ARGUMENTS=()
declare -A BOOT_VALUES=()

read_bootline() {
    local line word
    local -a words
    read -r line </proc/cmdline
    read -ra words <<<"$line"
    for word in "${words[@]}"; do
        case $word in
        ks | inst.ks) fail "kernel command line: $word without a URL means NFS, which this installer does not speak; give ks=http://..." ;;
        ks=* | inst.ks=*) KICKSTART_URL=${word#*=} ;;
        ksdevice=* | inst.ks.device=*) KICKSTART_DEVICE=${word#*=} ;;
        kssendmac | inst.ks.sendmac) SEND_MACS=yes ;;
        noverifyssl | inst.noverifyssl) VERIFY_TLS= ;;
        repo=* | inst.repo=* | method=*) SOURCE_OVERRIDE=${word#*=} ;;
        console=*) CONSOLE_ARGUMENTS+=("$word") ;;
        ip=*) read_address "${word#ip=}" ;;
        *=*) BOOT_VALUES[${word%%=*}]=${word#*=} ;;
        esac
    done
    case $KICKSTART_URL in
    http://* | https://* | file:/*) ;;
    '') fail "kernel command line: no ks= and no inst.ks=, so there is nobody to answer the questions" ;;
    *) fail "kernel command line: $KICKSTART_URL is no http, https or file URL" ;;
    esac
}

# ip=dhcp, ip=DEVICE:dhcp, or Anaconda 6's ip=ADDRESS beside netmask= gateway= dns=.
read_address() {
    case $1 in
    dhcp | on) ;;
    *:dhcp) KICKSTART_DEVICE=${1%:dhcp} ;;
    *.*.*.*:*) fail "kernel command line: ip=$1: of dracut's forms this installer knows ip=dhcp and ip=DEVICE:dhcp" ;;
    *.*.*.*) STATIC_ADDRESS=$1 ;;
    *) fail "kernel command line: ip=$1 is neither dhcp nor an address" ;;
    esac
}
