<?xml version="1.0" standalone="no"?>
<profile lang="kickstart">
<section name="kickstart">
<![CDATA[
#
# Node Traversal Order
#
# nodes/partition.xml (bootfiles)
# nodes/bootorder.xml (bootfiles)
# nodes/client-firewall.xml (bootfiles)
# nodes/hosts.xml (bootfiles)
# nodes/networking-client.xml (bootfiles)
# nodes/ntp-client.xml (bootfiles)
# nodes/selinux.xml (bootfiles)
# nodes/ssh-client.xml (bootfiles)
# nodes/stack-boot.xml (bootfiles)
# nodes/users.xml (bootfiles)
# nodes/yum.xml (bootfiles)
# nodes/backend.xml (bootfiles)
# nodes/base.xml (bootfiles)
# nodes/extend-base.xml (site-profiles)
#

url --url=http://10.1.1.1/install/pallets/CentOS/6.6/redhat/x86_64
repo --name=mesosphere --baseurl=http://10.1.1.1/install/pallets/mesosphere/1.0-0/redhat/x86_64
%include /tmp/partition-info
firewall --disabled
network --device=bootif --bootproto=dhcp --onboot=yes --hostname=backend-0-0
selinux --permissive
install
text
skipx
firstboot --disable
lang en_US.UTF-8
keyboard us
timezone --utc UTC
authconfig --enableshadow --passalgo=sha512
rootpw --iscrypted $6$salt$hash/with.dots
bootloader --location=mbr --append="console=tty0 console=ttyS0,115200"
reboot

%packages --ignoremissing
@core
curl
marathon
mesos
ntp
openssh-server
zookeeper-server
%end

%pre --erroronfail
# nodes/partition.xml:22
# Where a disk hangs, as two words that sort: kernels name disks anew at each boot, and drivers count in the order of their ports. SAS disks are
# counted as they are found, so the phy says it.
place() {
    where=$(readlink -f "$1")
    case $where in
    */virtual/nvme*) where=$(for one in "$1"/device/nvme[0-9]*; do readlink -f "$one"; done | sort | head -n 1) ;;
    */end_device-*)
        phy=$(cat "${where%%/target*}"/sas_device/*/phy_identifier 2> /dev/null)
        where=${where%%/host[0-9]*}/phy$phy/$(cat "$1/device/wwid" 2> /dev/null)
        ;;
    esac
    echo "$where/${1##*/}" | tr -d ' \t' |
        sed -e 's|^\(.*/[0-9a-f]*:[0-9a-f]*:[0-9a-f]*\.[0-9a-f]*\)/|\1 /|' -e t -e 's|^|- |' |
        sed -e :a -e 's/\( .*[^0-9]\)\([0-9]\{1,5\}\)\([^0-9]\|$\)/\10\2\3/' -e ta
}
disks() {
    for path in /sys/block/*; do
        name=${path##*/}
        case $name in
        loop*|ram*|zram*|sr*|fd*|dm-*|md*|nbd*|mtdblock*|*boot[0-9]|*rpmb) continue ;;
        esac
        [ "$(cat "$path/removable")" = 1 ] && continue
        [ "$(cat "$path/size")" -gt 0 ] || continue
        case $(readlink -f "$path") in
        */usb[0-9]*|*/rport-*|*/session[0-9]*) continue ;;
        esac
        cat "$path/device/transport" "$path"/device/nvme*/transport 2> /dev/null | grep -q -v pcie && continue
        cat "$path"/holders/*/dm/uuid 2> /dev/null | grep -q '^mpath-' && continue
        echo "$(cat "$path/size") $(place "$path") $(echo "$name" | tr '!' '/')"
    done | LC_ALL=C sort -k 1,1n -k 2 | cut -d ' ' -f 1,4
}
block() { echo "/sys/block/$(echo "$1" | tr / '!')"; }
plain() { tr -cd 'A-Za-z0-9._:-' | tr 'A-Z' 'a-z'; }
about() {
    for file in serial device/serial wwid device/wwid; do
        [ -r "$(block "$1")/$file" ] && plain < "$(block "$1")/$file" && echo
    done
    [ -r "$(block "$1")/device/vpd_pg80" ] && tail -c +5 "$(block "$1")/device/vpd_pg80" | plain && echo
    command -v udevadm > /dev/null 2>&1 && udevadm info --query=property --name="$1" 2> /dev/null |
        sed -n 's/^ID_SERIAL=\|^ID_SERIAL_SHORT=\|^ID_WWN=//p' | plain_lines
}
plain_lines() { while read -r one; do echo "$one" | plain; echo; done; }
disk_of() {
    case $1 in
    first) disks | sort -k 2 | head -n 1 | cut -d ' ' -f 2 ;;
    smallest) disks | head -n 1 | cut -d ' ' -f 2 ;;
    largest) disks | tail -n 1 | cut -d ' ' -f 2 ;;
    serial=*)
        wanted=$(echo "${1#serial=}" | plain)
        wanted=${wanted#0x}
        disks | while read -r size name; do
            about "$name" | sed 's/^0x//; s/^naa\.//; s/^eui\.//' | grep -q -x -F "$wanted" && { echo "$name"; break; }
        done
        ;;
    model~*)
        wanted=$(echo "${1#model~}" | plain)
        disks | while read -r size name; do
            { cat "$(block "$name")/device/model" 2> /dev/null; echo; } | plain | grep -q -F "$wanted" && { echo "$name"; break; }
        done
        ;;
    size\>*) disks | while read -r size name; do [ $((size / 2048)) -gt "${1#size>}" ] && { echo "$name"; break; }; done ;;
    size\<*) disks | while read -r size name; do [ $((size / 2048)) -lt "${1#size<}" ] && { echo "$name"; break; }; done ;;
    /dev/*) [ -e "$1" ] && readlink -f "$1" | sed 's:^/dev/::' ;;
    *) [ -d "$(block "$1")" ] && echo "$1" ;;
    esac
}
there_are() { disks | while read -r size name; do printf ' %s of %s MB' "$name" $((size / 2048)); done; }
stop() {
    for screen in /dev/console /dev/tty1; do
        [ -w "$screen" ] && printf '\r\n*** bootservice: %s ***\r\n' "$1" > "$screen"
    done
    echo "$1"
    echo "$1" > /tmp/stack-disks.log
    STACK_URL="http://10.1.1.1/install/failed/5ec2e7?why=$(printf '%s' "$1" | tr -c 'A-Za-z0-9._:;,/-' '+')" /tmp/stack-report 30 /tmp/stack-disks.log
    trap - EXIT
    exit 1
}
untouched='; nothing was touched'
refuse() { stop "$1$untouched"; }
tell() {
    echo "$1"
    STACK_URL="http://10.1.1.1/install/stage/5ec2e7/disk?what=$(printf '%s' "$1" | tr -c 'A-Za-z0-9._:;,/-' '+')" /tmp/stack-report 5
}
wipe() {
    echo "wiping $1"
    command -v wipefs > /dev/null && wipefs -a -f "/dev/$1"
    # A second label and RAID superblocks lie at the end.
    megabytes=$(($(cat "$(block "$1")/size") / 2048))
    dd if=/dev/zero of="/dev/$1" bs=1M count=4
    [ "$megabytes" -gt 8 ] && dd if=/dev/zero of="/dev/$1" bs=1M seek=$((megabytes - 4))
}
system=$(disk_of smallest)
[ -n "$system" ] || refuse "no disk of this machine is the smallest disk, there are$(there_are)"
tell "the system goes to $system, which is the smallest disk of$(there_are)"
{
    echo "ignoredisk --only-use=$system"
    echo zerombr
    echo "clearpart --all --initlabel --drives=$system"
    echo autopart
} > /tmp/partition-info
true

%end

%post
# nodes/bootorder.xml:12
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "bootorder:12:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== bootorder:12"
[ -d /sys/firmware/efi ] || exit 0
command -v efibootmgr > /dev/null || exit 0

# The entry this install came from, when that was the network; otherwise the first network entry there is.
entries=$(efibootmgr -v)
current=$(echo "$entries" | sed -n 's/^BootCurrent: *//p')
order=$(echo "$entries" | sed -n 's/^BootOrder: *//p')
networks=$(echo "$entries" | grep -E '^Boot[0-9A-Fa-f]{4}.*(MAC\(|IPv4\(|IPv6\(|Uri\(|PXE|Network)' | cut -c5-8)
first=
for entry in $networks; do
    [ -z "$first" ] && first=$entry
    [ "$entry" = "$current" ] && first=$entry
done
[ -n "$first" ] || exit 0

# The new system's entry is first now and so becomes the second.
rest=$(echo "$order" | tr ',' '\n' | grep -v -i -x "$first" | tr '\n' ',')
rest=${rest%,}
efibootmgr -o "$first${rest:+,$rest}"
%end

%post
# nodes/hosts.xml:9
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "hosts:9:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== hosts:9"
mkdir -p /etc
cat > /etc/hosts << 'EOF'
127.0.0.1	localhost localhost.localdomain
::1	localhost localhost.localdomain
10.1.1.1	frontend
10.1.255.254	backend-0-0
10.1.255.253	backend-0-1
EOF

%end

%post
# nodes/ntp-client.xml:13
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "ntp-client:13:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== ntp-client:13"
mkdir -p /etc
cat > /etc/ntp.conf << 'EOF'
driftfile /var/lib/ntp/drift
restrict default nomodify notrap nopeer noquery
restrict 127.0.0.1
server 10.1.1.1 iburst
EOF

chkconfig ntpd on
%end

%post
# nodes/ssh-client.xml:13
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "ssh-client:13:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== ssh-client:13"
mkdir -p /root/.ssh
chmod 700 /root/.ssh
mkdir -p /root/.ssh
cat >> /root/.ssh/authorized_keys << 'EOF'
ssh-ed25519 AAAA root@frontend
EOF
chmod 0600 /root/.ssh/authorized_keys

if command -v restorecon > /dev/null; then
    restorecon -R /root/.ssh
fi
%end

%post
# nodes/stack-boot.xml:11
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "stack-boot:11:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== stack-boot:11"
mkdir -p /usr/sbin
cat > /usr/sbin/stack-boot << 'EOF'
#!/bin/sh
# stack-boot pre|post: runs /etc/sysconfig/stack-pre or -post once.
file=/etc/sysconfig/stack-$1
[ -f "$file" ] || exit 0
mv "$file" "/root/stack-$1.sh"
sh "/root/stack-$1.sh" > "/root/stack-$1.log" 2>&1
EOF
chmod 0755 /usr/sbin/stack-boot

%end

%post
# nodes/stack-boot.xml:22
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "stack-boot:22:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== stack-boot:22"
mkdir -p /etc/rc.d/init.d
cat > /etc/rc.d/init.d/stack-pre << 'EOF'
#!/bin/sh
# chkconfig: 2345 11 89
# description: Runs once what the profile left for the first boot, early.
[ "$1" != start ] || /usr/sbin/stack-boot pre
EOF
chmod 0755 /etc/rc.d/init.d/stack-pre

mkdir -p /etc/rc.d/init.d
cat > /etc/rc.d/init.d/stack-post << 'EOF'
#!/bin/sh
# chkconfig: 2345 99 01
# description: Runs once what the profile left for the first boot, late.
[ "$1" != start ] || /usr/sbin/stack-boot post
EOF
chmod 0755 /etc/rc.d/init.d/stack-post

chkconfig --add stack-pre
chkconfig --add stack-post
%end

%post
# nodes/yum.xml:11
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "yum:11:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== yum:11"
for repository in /etc/yum.repos.d/*.repo; do
    [ -f "$repository" ] && mv "$repository" "$repository.disabled"
done
mkdir -p /etc/yum.repos.d
cat > /etc/yum.repos.d/stack.repo << 'EOF'
[CentOS]
name=CentOS
baseurl=http://10.1.1.1/install/pallets/CentOS/6.6/redhat/x86_64
enabled=1
gpgcheck=0
skip_if_unavailable=1

[mesosphere]
name=mesosphere
baseurl=http://10.1.1.1/install/pallets/mesosphere/1.0-0/redhat/x86_64
enabled=1
gpgcheck=0
skip_if_unavailable=1
EOF

%end

%post
# nodes/extend-base.xml:13
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "extend-base:13:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== extend-base:13"
mv /etc/init/mesos-slave.conf /etc/init/mesos-slave.conf.disabled

mkdir -p /etc/mesos-master
cat > /etc/mesos-master/ip << 'EOF'
10.1.255.254
EOF


mkdir -p /etc/mesos-master
cat > /etc/mesos-master/cluster << 'EOF'
MesosCluster
EOF


service zookeeper-server init
echo 1 > /var/lib/zookeeper/myid

chkconfig zookeeper-server on
%end

%post
# nodes/extend-base.xml:38
exec >> /var/log/stack-install.log 2>&1
trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "extend-base:38:$stack_code" >> /var/log/stack-install.failed; tail -n 20 /var/log/stack-install.log >> /var/log/stack-install.failed.log; }' EXIT
echo "== extend-base:38"
mkdir -p /etc/mesos
cat > /etc/mesos/zk << 'EOF'
zk://10.1.255.254:2181/mesos
EOF

%end

%post
mkdir -p /etc/sysconfig
cat >> /etc/sysconfig/stack-pre << '__EOF__'
__EOF__

cat >> /etc/sysconfig/stack-post << '__EOF__'

rm -f /tmp/ks-script*

__EOF__

]]>
</section>
</profile>
