# One folder per package with the files it owns: ours from packages/, the rest from where copying.bash takes it.

build_trees() {
    local trees=$1 name
    mkdir -p "$trees"
    for name in packages/*/; do
        cp -a "$name" "$trees/$(basename "$name")"
    done
    chmod -R u=rwX,go=rX "$trees" # a checkout's modes follow the umask of whoever made it
    chmod 600 "$trees/setup/etc/shadow"
    tree_filesystem "$trees/filesystem"
    copy_glibc "$trees/glibc"
    tree_shells "$trees"
    tree_kernel "$trees/kernel"
    tree_loaders "$trees"
    tree_ssh "$trees/openssh-server"
    tree_program "$trees/bind-utils" usr/bin dig
    tree_program "$trees/mdadm" sbin mdadm
    tree_program "$trees/lvm2" sbin lvm
    settings_of_lvm "$trees/lvm2"
    tree_iptables "$trees/iptables"
    tree_program "$trees/curl" usr/bin curl
    mkdir -p "$trees"/mesos/etc/mesos-slave "$trees"/{mesos/var/lib/mesos,mesos/var/log/mesos}
}

# tree_program TREE FOLDER NAME: a program of this machine with the libraries it loads.
tree_program() {
    copy_program "$@"
    copy_libraries "$1" $(libraries_of "$1/$2/$3")
}

tree_filesystem() {
    mkdir -p "$1"/{bin,sbin,boot,lib64,"$library_folder",mnt,opt,root,run,srv,home,tmp} \
        "$1"/usr/{bin,sbin,lib,share,local/bin,local/sbin} "$1"/var/{lib,log,run,tmp,spool} \
        "$1"/etc/{init,default,rc.d/init.d,rc.d/rc{0,1,2,3,4,5,6}.d,sysconfig/network-scripts}
    local level
    ln -s rc.d/init.d "$1/etc/init.d"
    for level in 0 1 2 3 4 5 6; do
        ln -s "rc.d/rc$level.d" "$1/etc/rc$level.d"
    done
    chmod 1777 "$1/tmp" "$1/var/tmp"
    chmod 700 "$1/root"
}

tree_shells() {
    mkdir -p "$1"/{bash,busybox}/bin
    install -m 755 "$(found bash-static bin usr/bin)" "$1/bash/bin/bash"
    ln -s bash "$1/bash/bin/sh"
    install -m 755 "$(found busybox bin usr/bin)" "$1/busybox/bin/busybox"
    link_busybox "$1/busybox"
    rm "$1/busybox/bin/sh"
    ln -sf /bin/busybox "$1/busybox/sbin/nologin"
}

# The real sshd, with the modules it asks about passwords.
tree_ssh() {
    local modules=$1/$library_folder/security name
    copy_program "$1" usr/sbin sshd
    copy_program "$1" usr/bin ssh-keygen
    mkdir -p "$modules"
    for name in pam_unix pam_permit; do
        install -m 755 "$from/$library_folder/security/$name.so" "$modules/$name.so"
    done
    copy_libraries "$1" $(libraries_of "$1/usr/sbin/sshd" "$1/usr/bin/ssh-keygen" "$modules"/*.so)
}

# The real iptables, with the matches and targets that rules of ours name.
tree_iptables() {
    local name
    tree_program "$1" sbin xtables-legacy-multi
    mkdir -p "$1/usr/$library_folder/xtables"
    for name in xt_standard xt_conntrack xt_tcp xt_udp ipt_icmp ipt_REJECT; do
        install -m 755 "$from/usr/$library_folder/xtables/lib$name.so" "$1/usr/$library_folder/xtables/"
    done
    ln -s libxt_conntrack.so "$1/usr/$library_folder/xtables/libxt_state.so"
    for name in iptables iptables-restore iptables-save; do
        ln -s xtables-legacy-multi "$1/sbin/$name"
    done
}

tree_kernel() {
    install -D -m 644 "$from/boot/vmlinuz-$kernel" "$1/boot/vmlinuz-$kernel"
    copy_modules "$1" $disk_modules $other_modules $storage_modules $link_modules $firewall_modules
    build_initramfs "$1/boot/initramfs-$kernel.img"
}

# The folders Anaconda boots from under UEFI; \EFI\BOOT is for firmware that has lost its entries.
tree_loaders() {
    if [[ $machine == x86_64 ]]; then
        copy_program "$1/extlinux" sbin extlinux
        install -D -m 644 -t "$1/extlinux/usr/share/syslinux" /usr/lib/syslinux/mbr/{mbr,gptmbr}.bin
    fi
    copy_program "$1/efibootmgr" usr/sbin efibootmgr
    copy_libraries "$1/efibootmgr" $(libraries_of "$1/efibootmgr/usr/sbin/efibootmgr")
    local folder
    for folder in centos BOOT; do
        install -D -m 755 "$from/usr/lib/grub/$grub/grub$efi.efi.signed" "$1/grub2-efi/boot/efi/EFI/$folder/grub$efi.efi"
        install -D -m 755 "$from/usr/lib/shim/mm$efi.efi.signed" "$1/shim/boot/efi/EFI/$folder/mm$efi.efi"
    done
    install -m 755 "$from/usr/lib/shim/shim$efi.efi.signed" "$1/shim/boot/efi/EFI/centos/shim$efi.efi"
    install -m 755 "$from/usr/lib/shim/shim$efi.efi.signed" "$1/shim/boot/efi/EFI/BOOT/BOOT${efi^^}.EFI"
}
