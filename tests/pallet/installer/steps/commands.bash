# The commands of Anaconda 6. Those that need no work beyond remembering stand in the tables; the others are functions `ks_NAME`.

SOURCE_URL=
REPOSITORY_NAMES=() REPOSITORY_URLS=()
PARTITIONS=()
ARRAYS=() VOLUME_GROUPS=() VOLUMES=()
FINISH=
LANGUAGE='' KEYBOARD='' TIMEZONE='' TIMEZONE_UTC='' HOSTNAME_WANTED=''
ROOT_PASSWORD='*'
SELINUX=
BOOTLOADER_APPEND='' BOOTLOADER_LOCATION=mbr BOOTLOADER_TIMEOUT=1 LEAVE_BOOT_ORDER=''
ZERO_MBR='' CLEAR=none CLEAR_DRIVES='' INIT_LABEL='' ONLY_DISKS='' IGNORED_DISKS=''
NETWORKS=()
SERVICES_ON=() SERVICES_OFF=()
USERS=()

# Accepted and of no effect on a system as small as ours.
declare -A WITHOUT_EFFECT=(
    [install]='' [text]='' [cmdline]='' [graphical]='' [skipx]='' [unsupported_hardware]='' [autostep]='--autoscreenshot'
    [firstboot]='--enable --enabled --disable --disabled --reconfig' [logging]='--host= --port= --level='
    [monitor]='--hsync= --vsync= --monitor= --noprobe' [key]='--skip' [mediacheck]='' [device]='--opts='
    [xconfig]='--startxonboot --defaultdesktop= --depth= --resolution= --driver= --videoram='
    [firewall]='--enabled --enable --disabled --disable --ssh --http --ftp --smtp --telnet --trust= --port= --service='
)
# Real commands for which this system has no counterpart: refused, never skipped.
BEYOND_US=' iscsi iscsiname zfcp multipath dmraid fcoe btrfs upgrade rescue vnc sshpw driverdisk nfs cdrom harddrive liveimg group realm snapshot '

read_command() {
    local command=$1
    shift
    SEEN[$command]=yes
    if [[ -v WITHOUT_EFFECT[$command] ]]; then
        take_options "$command" "${WITHOUT_EFFECT[$command]}" "$@"
    elif declare -F "ks_$command" >/dev/null; then
        "ks_$command" "$@"
    elif [[ $BEYOND_US == *" $command "* ]]; then
        bad "$command is a kickstart command this small installer cannot carry out"
    else
        bad "unknown command $command"
    fi
}

# one_argument COMMAND: the single word a command must have.
one_argument() {
    ((${#ARGUMENTS[@]} == 1)) || bad "$1 wants one value and has ${#ARGUMENTS[@]}"
}

no_arguments() {
    ((${#ARGUMENTS[@]} == 0)) || bad "$1: unexpected ${ARGUMENTS[0]}"
}

ks_url() {
    take_options url '--url= --proxy= --noverifyssl' "$@"
    no_arguments url
    [[ ${OPTION[url]:-} == http*://?* ]] || bad "url wants --url=http://..."
    [[ -z ${OPTION[noverifyssl]:-} ]] || CURL+=(--insecure)
    SOURCE_URL=${OPTION[url]%/}
}

ks_repo() {
    take_options repo '--name= --baseurl= --mirrorlist= --cost= --includepkgs= --excludepkgs= --proxy= --ignoregroups= --noverifyssl' "$@"
    no_arguments repo
    [[ -n ${OPTION[name]:-} ]] || bad "repo wants --name="
    [[ ${OPTION[baseurl]:-} == http*://?* ]] || bad "repo ${OPTION[name]} wants --baseurl=http://..."
    REPOSITORY_NAMES+=("${OPTION[name]}")
    REPOSITORY_URLS+=("${OPTION[baseurl]%/}")
}

ks_lang() {
    take_options lang '--addsupport=' "$@"
    one_argument lang
    LANGUAGE=${ARGUMENTS[0]}
}

ks_keyboard() {
    take_options keyboard '' "$@"
    one_argument keyboard
    KEYBOARD=${ARGUMENTS[0]}
}

ks_timezone() {
    take_options timezone '--utc --isUtc' "$@"
    one_argument timezone
    TIMEZONE=${ARGUMENTS[0]} TIMEZONE_UTC=${OPTION[utc]:-${OPTION[isUtc]:-}}
}

ks_rootpw() {
    take_options rootpw '--iscrypted --plaintext --lock' "$@"
    if [[ -n ${OPTION[lock]:-} ]]; then
        ROOT_PASSWORD='!!'
        return
    fi
    one_argument rootpw
    ROOT_PASSWORD=$(crypted "${ARGUMENTS[0]}")
}

# The password as it stands in /etc/shadow.
crypted() {
    if [[ -n ${OPTION[iscrypted]:-} ]]; then
        echo "$1"
    else
        mkpasswd -m sha512 "$1"
    fi
}

ks_authconfig() { :; } # any words at all: Anaconda hands them to a program of that name
ks_auth() { ks_authconfig; }

ks_selinux() {
    take_options selinux '--enforcing --permissive --disabled' "$@"
    no_arguments selinux
    SELINUX=${!OPTION[*]}
}

ks_bootloader() {
    take_options bootloader '--location= --append= --driveorder= --timeout= --password= --md5pass= --iscrypted --upgrade --hvargs= --lba32 --boot-drive= --leavebootorder' "$@"
    no_arguments bootloader
    BOOTLOADER_LOCATION=${OPTION[location]:-mbr} BOOTLOADER_APPEND=${OPTION[append]:-} LEAVE_BOOT_ORDER=${OPTION[leavebootorder]:-}
    BOOTLOADER_TIMEOUT=${OPTION[timeout]:-1}
    [[ ' mbr partition none boot ' == *" $BOOTLOADER_LOCATION "* ]] || bad "bootloader: --location=$BOOTLOADER_LOCATION is none of mbr, partition, none"
}

ks_zerombr() {
    take_options zerombr '' "$@"
    ZERO_MBR=yes # "zerombr yes" is the old spelling
}

ks_clearpart() {
    take_options clearpart '--all --linux --none --initlabel --drives= --cdl' "$@"
    no_arguments clearpart
    local kind count=0
    for kind in all linux none; do
        if [[ -n ${OPTION[$kind]:-} ]]; then
            CLEAR=$kind count=$((count + 1))
        fi
    done
    ((count <= 1)) || bad "clearpart: --all, --linux and --none exclude each other"
    CLEAR_DRIVES=${OPTION[drives]:-} INIT_LABEL=${OPTION[initlabel]:-}
}

ks_ignoredisk() {
    take_options ignoredisk '--drives= --only-use= --interactive' "$@"
    IGNORED_DISKS=${OPTION[drives]:-} ONLY_DISKS=${OPTION[only-use]:-}
}

ks_autopart() {
    take_options autopart '--encrypted --passphrase= --type= --nolvm --fstype=' "$@"
    [[ -z ${OPTION[encrypted]:-} ]] || bad "autopart --encrypted is beyond this small installer"
}

ks_part() {
    take_options part '--size= --grow --maxsize= --fstype= --ondisk= --ondrive= --onpart= --usepart= --asprimary --noformat --label= --fsoptions= --recommended --active --bytes-per-inode= --fsprofile= --hibernation' "$@"
    one_argument part
    local mount=${ARGUMENTS[0]} type=${OPTION[fstype]:-} size=${OPTION[size]:-}
    case $mount in
    swap) type=swap ;;
    /boot/efi) type=${type:-efi} ;;
    /*) type=${type:-ext4} ;;
    biosboot) type=biosboot ;;
    pv.*) type=lvm ;;
    raid.*) type=raid ;;
    *) bad "part: $mount is no mount point" ;;
    esac
    [[ ' ext2 ext3 ext4 swap vfat efi biosboot lvm raid ' == *" $type "* ]] || bad "part $mount: no --fstype=$type here; ext2, ext3, ext4, vfat, efi or swap"
    local onpart=${OPTION[onpart]:-${OPTION[usepart]:-}} disk=${OPTION[ondisk]:-${OPTION[ondrive]:-}}
    if [[ -n ${OPTION[recommended]:-} ]]; then
        size=${size:-recommended}
    fi
    [[ -n $size || -n $onpart || -n ${OPTION[grow]:-} ]] || bad "part $mount: neither --size= nor --onpart="
    [[ -z $size || $size == recommended || $size =~ ^[1-9][0-9]*$ ]] || bad "part $mount: --size=$size is no number of MB"
    add_partition "$mount" "$type" "${size:-1}" "${OPTION[grow]:-}" "${OPTION[maxsize]:-}" "${disk#/dev/}" "${onpart#/dev/}" \
        "${OPTION[noformat]:-}" "${OPTION[label]:-}" "${OPTION[fsoptions]:-}"
}
ks_partition() {
    SEEN[part]=yes
    ks_part "$@"
}

# The fields are joined by a byte no option can contain; layout.bash takes them apart.
joined() {
    local IFS=$'\x1f'
    printf '%s' "$*"
}

add_partition() {
    PARTITIONS+=("$(joined "$@")")
}

# mountable COMMAND MOUNT TYPE: what can lie on an array or a logical volume here; the boot loaders read neither.
mountable() {
    case $2 in
    / | /boot | /boot/*) bad "$1 $2: the boot loaders of this small installer read plain partitions only" ;;
    /* | swap | pv.*) ;;
    *) bad "$1: $2 is no mount point" ;;
    esac
    [[ ' ext2 ext3 ext4 swap lvm ' == *" $3 "* ]] || bad "$1 $2: no --fstype=$3 here; ext2, ext3, ext4 or swap"
}

type_of() {
    case $1 in
    swap) echo swap ;;
    pv.*) echo lvm ;;
    *) echo "${OPTION[fstype]:-ext4}" ;;
    esac
}

ks_raid() {
    take_options raid '--level= --device= --spares= --fstype= --fsoptions= --label= --noformat --useexisting' "$@"
    local mount=${ARGUMENTS[0]:-} type keep=${OPTION[noformat]:-} device=${OPTION[device]:-} level=${OPTION[level]:-}
    type=$(type_of "$mount")
    mountable raid "$mount" "$type"
    [[ -n $device ]] || bad "raid $mount wants --device="
    [[ -n $keep || ${level#RAID} =~ ^(0|1|4|5|6|10)$ ]] || bad "raid $mount: --level=$level is no level"
    [[ -n $keep || ${#ARGUMENTS[@]} -gt 2 ]] || bad "raid $mount wants two members at least"
    ARRAYS+=("$(joined "$mount" "$type" "${level#RAID}" "$device" "$keep" "${OPTION[label]:-}" "${OPTION[fsoptions]:-}" "${ARGUMENTS[*]:1}")")
}

ks_volgroup() {
    take_options volgroup '--noformat --useexisting --pesize= --reserved-space= --reserved-percent=' "$@"
    local name=${ARGUMENTS[0]:-} keep=${OPTION[noformat]:-${OPTION[useexisting]:-}}
    [[ -n $name ]] || bad "volgroup wants a name"
    [[ -n $keep || ${#ARGUMENTS[@]} -gt 1 ]] || bad "volgroup $name wants a physical volume"
    VOLUME_GROUPS+=("$(joined "$name" "$keep" "${ARGUMENTS[*]:1}")")
}

ks_logvol() {
    take_options logvol '--vgname= --name= --size= --grow --maxsize= --recommended --fstype= --fsoptions= --label= --noformat --useexisting' "$@"
    one_argument logvol
    local mount=${ARGUMENTS[0]} type
    type=$(type_of "$mount")
    mountable logvol "$mount" "$type"
    [[ -n ${OPTION[vgname]:-} && -n ${OPTION[name]:-} ]] || bad "logvol $mount wants --vgname= and --name="
    [[ -n ${OPTION[size]:-}${OPTION[noformat]:-}${OPTION[useexisting]:-} ]] || bad "logvol $mount wants --size="
    VOLUMES+=("$(joined "$mount" "$type" "${OPTION[size]:-}" "${OPTION[grow]:-}" "${OPTION[vgname]}" "${OPTION[name]}" "${OPTION[noformat]:-}" \
        "${OPTION[useexisting]:-}" "${OPTION[label]:-}" "${OPTION[fsoptions]:-}")")
}

ks_network() {
    take_options network '--bootproto= --device= --ip= --netmask= --gateway= --nameserver= --hostname= --onboot= --noipv4 --noipv6 --nodns --nodefroute --mtu= --dhcpclass= --ethtool= --essid= --wepkey= --wpakey= --ipv6= --activate --ipv6gateway=' "$@"
    no_arguments network
    local proto=${OPTION[bootproto]:-dhcp}
    HOSTNAME_WANTED=${OPTION[hostname]:-$HOSTNAME_WANTED}
    case $proto in
    dhcp) ;;
    static) [[ -n ${OPTION[ip]:-} && -n ${OPTION[netmask]:-} ]] || bad "network --bootproto=static wants --ip= and --netmask=" ;;
    *) bad "network: --bootproto=$proto is neither dhcp nor static" ;;
    esac
    local IFS='|'
    NETWORKS+=("${OPTION[device]:-link}|$proto|${OPTION[ip]:-}|${OPTION[netmask]:-}|${OPTION[gateway]:-}|${OPTION[nameserver]:-}|${OPTION[onboot]:-yes}|${OPTION[mtu]:-}")
}

ks_services() {
    take_options services '--enabled= --disabled=' "$@"
    local -a on off
    IFS=, read -ra on <<<"${OPTION[enabled]:-}"
    IFS=, read -ra off <<<"${OPTION[disabled]:-}"
    SERVICES_ON+=("${on[@]}") SERVICES_OFF+=("${off[@]}")
}

ks_user() {
    take_options user '--name= --groups= --homedir= --password= --iscrypted --plaintext --lock --shell= --uid= --gid= --gecos=' "$@"
    [[ -n ${OPTION[name]:-} ]] || bad "user wants --name="
    local password='!!'
    if [[ -n ${OPTION[password]:-} && -z ${OPTION[lock]:-} ]]; then
        password=$(crypted "${OPTION[password]}")
    fi
    USERS+=("${OPTION[name]}|$password|${OPTION[uid]:-}|${OPTION[homedir]:-}|${OPTION[shell]:-}|${OPTION[groups]:-}|${OPTION[gecos]:-}")
}

ks_finish() {
    take_options "$1" '--eject --kexec' "${@:2}"
    FINISH=$1
}
ks_reboot() { ks_finish reboot "$@"; }
ks_poweroff() { ks_finish poweroff "$@"; }
ks_shutdown() { ks_finish poweroff "$@"; }
ks_halt() { ks_finish halt "$@"; }
