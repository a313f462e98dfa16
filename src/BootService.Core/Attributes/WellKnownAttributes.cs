namespace BootService.Core.Attributes;

/// <summary>What the attributes mean that the appliance or the base profiles go by (docs/stacki.md).</summary>
public static class WellKnownAttributes
{
    /// <summary>Name and meaning, in the order of names.</summary>
    public static IReadOnlyList<(string Name, string Help)> All { get; } = [.. Table().OrderBy(entry => entry.Item1, StringComparer.Ordinal)];

    private static IEnumerable<(string, string)> Table() => [.. Computed(), .. Assumed(), .. Booting(), .. Installing(), .. Site(), .. Power()];

    private static (string, string)[] Computed() =>
    [
        ("hostname", "The host's name. Computed."),
        ("hostaddr", "The address of the host's default interface. Computed."),
        ("domainname", "The zone of the network of the host's default interface. Computed."),
        ("rack", "The rack the host stands in. Computed."),
        ("rank", "The host's place in its rack. Computed."),
        ("appliance", "The host's appliance. Computed."),
        ("appliance.longname", "The long name of the host's appliance. Computed."),
        ("membership", "The long name of the host's appliance, as Stacki 1.0 called it. Computed."),
        ("os", "The host's operating system family, redhat. Computed."),
        ("box", "The box whose pallets the host installs from. Computed."),
        ("distribution", "The box, as Stacki 1.0 called it. Computed."),
        ("environment", "The host's environment; not defined when it has none. Computed."),
        ("groups", "The groups the host is in, with blanks between them; for each of them group.NAME is true. Computed."),
        ("pallets", "The names of the pallets enabled for the host, with blanks between them. Computed."),
        ("Kickstart_PrivateKickstartHost", "The frontend's address on the boot network. Computed."),
        ("Kickstart_PrivateAddress", "The frontend's address on the boot network. Computed."),
        ("Kickstart_PrivateHostname", "The frontend's short name. Computed."),
        ("Kickstart_PrivateDNSDomain", "The domain of the boot network. Computed."),
        ("Kickstart_PrivateNetwork", "The address of the boot network. Computed."),
        ("Kickstart_PrivateNetmask", "The mask of the boot network. Computed."),
        ("Kickstart_PrivateNetmaskCIDR", "The length of the boot network's prefix. Computed."),
        ("Kickstart_PrivateBroadcast", "The broadcast address of the boot network. Computed."),
    ];

    private static (string, string)[] Assumed() =>
    [
        ("arch", "The architecture of the OS pallet the host installs. Computed unless set."),
        ("release", "The version of the OS pallet the host installs, such as 6.6. Computed unless set."),
        ("version", "The version of Stacki whose language this is, 1.0, as in the path of site profiles. Computed unless set."),
        ("Kickstart_PrivateGateway", "The gateway of network private. Computed unless set."),
        ("Kickstart_PublicAddress",
            "The frontend's address on network public, where the frontend was added as a host with an interface there. Computed unless set."),
        ("Kickstart_PublicHostname", "The frontend's name with the zone of network public. Computed unless set."),
        ("Kickstart_PublicDNSDomain", "The zone of network public. Computed unless set."),
        ("Kickstart_PublicGateway", "The gateway of network public. Computed unless set."),
        ("Kickstart_PublicNetwork", "The address of network public. Computed unless set."),
        ("Kickstart_PublicNetmask", "The mask of network public. Computed unless set."),
        ("Kickstart_PublicNetmaskCIDR", "The length of the prefix of network public. Computed unless set."),
        ("Kickstart_PublicBroadcast", "The broadcast address of network public. Computed unless set."),
    ];

    private static (string, string)[] Booting() =>
    [
        ("loader", "The chain of loaders the host boots through, where the usual one does not fit its firmware."),
        ("console", "The console of the installer and of the installed system, such as ttyS0,115200."),
        ("bootflags", "More words for the kernel of the installed system."),
        ("dhcp.quirks", "Oddities of firmware to allow for, by name, with blanks between them."),
        ("bootorder", "What an install does to a UEFI machine's boot order: network-first, disk-first or leave."),
        ("install.args", "More words for the kernel of the installer."),
        ("install.attempts", "How often the installer is handed out for one install; 3 unless set."),
        ("install.timeout", "For how many minutes an installing host may be silent; 120 unless set."),
        ("machine.memory", "The memory of the machine in MB, for installers that keep their whole image in it: a host with too little is not set to install."),
        ("install.serial", "The serial number or UUID of the machine, without which an install touches nothing."),
        ("install.disk", "The serial number or WWN of a disk of the machine, without which an install touches nothing."),
        ("protected", "Whether the host is kept from being set to install, switched off or reset."),
        ("os.pallet", "Which enabled OS pallet the host installs, by name or name-version; the newest unless set."),
        ("node", "The node that the profile begins with; the one of the host's appliance unless set."),
        ("packages.elsewhere",
            "Packages and @groups that come from somewhere else than enabled pallets and carts, with blanks between them; * and ? stand for any letters."),
        ("discovery.appliance", "The appliance that unknown machines become; set while discovery is on."),
        ("discovery.install", "Whether discovered machines are installed at once."),
        ("discovery.base.rack", "The rack that discovered machines are put in; 0 unless set."),
        ("discovery.base.rank", "The first rank a discovered machine gets; 0 unless set."),
    ];

    private static (string, string)[] Installing() =>
    [
        ("nukedisks", "Whether the next install wipes the disks: true, false or all."),
        ("nukecontroller", "Whether the next install configures RAID controllers anew, by the program of storage.program and the table of "
            + "storage.controllers."),
        ("partitions", "The kickstart lines that partition the disks, in place of the usual ones."),
        ("boot_device", "The disk of the system where there is no storage table: sda, /dev/disk/by-id/..., first, smallest, largest, serial=..., model~..., "
            + "size>500G; smallest unless set."),
        ("storage.partitions", "The storage table, as \"stack add storage partition\" makes it."),
        ("storage.controllers", "The table of RAID controllers, as \"stack add storage controller\" makes it."),
        ("storage.program", "The program that configures RAID controllers, by its path below /install: carts/raid/RPMS/configure. It is run in the installer "
            + "before disks are looked for, with the path of the table as its argument."),
        ("route.ADDRESS.PREFIX", "A route, as \"stack add route\" makes it."),
        ("alias.INTERFACE", "Further names of the address of a host's interface, as \"stack add host alias\" gives them."),
        ("hosts.peers", "Whether /etc/hosts of a host names all others; yes up to 500 hosts unless set."),
        ("firewall", "Whether the installed system has a firewall; false also puts the rules of \"stack add firewall\" out of force."),
        ("firewall.NAME", "A firewall rule, as \"stack add firewall\" makes it."),
        ("selinux", "The mode of SELinux: enforcing, permissive or disabled."),
        ("ssh.public_key", "The public keys that may log in as root, one a line; the key of root of the frontend unless set. Computed unless set."),
        ("ssh.host_keys", "keep: the host shows the same SSH key after every install, and \"stack report host known_hosts\" knows it; unless set each install "
            + "makes new ones."),
        ("ssh.host_key.ecdsa", "The kept SSH key of the host, made when it is first set to install with ssh.host_keys=keep. Always kept secret."),
        ("ssh.host_key.rsa", "The same for Enterprise Linux 6. Always kept secret."),
        ("users.NAME.keys", "The public keys of user NAME, one a line. Any of these attributes makes the user."),
        ("users.NAME.password", "The password of user NAME; it is kept crypted, and always secret."),
        ("users.NAME.groups", "The groups of user NAME besides its own, with commas or blanks between them."),
        ("users.NAME.sudo", "Whether sudo lets user NAME do everything: yes, no, or nopasswd for yes without asking."),
        ("users.NAME.uid", "The number of user NAME; the system's choice unless set."),
        ("users.NAME.shell", "The login shell of user NAME; the system's choice unless set."),
        ("users.NAME.fullname", "The full name of user NAME."),
        ("users.NAME.present", "false: no user NAME on these hosts, whatever a wider scope says."),
        ("managed", "Whether the host is reached through groups in \"stack run host\"."),
    ];

    private static (string, string)[] Power() =>
    [
        ("power.method", "How the host's power is switched: ipmi, redfish, wol, virtualbox or command; of several, with blanks between them, the first that "
            + "can. Unless set: command where power.command is set, else ipmi where the host has an interface ipmi or power.address."),
        ("power.address", "Where its power is switched: the BMC's name or address (with :PORT if need be, a URL for redfish), or USER@COMPUTER for virtualbox; "
            + "the address of the host's interface ipmi unless set."),
        ("power.setup", "Whether an install gives the machine's BMC the address, mask, router and VLAN of the host's interface ipmi; its users stay as they "
            + "are."),
        ("power.user", "Who logs in to the BMC; ipmi_uname unless set."),
        ("power.password", "With what password; ipmi_pwd unless set. Always kept secret."),
        ("power.machine", "The name of its virtual machine, the host's own unless set; with redfish the Id of its system, where the BMC has several."),
        ("power.command", "With method command: a program of the folder /etc/bootservice/power and its arguments, in which {command}, {host} and {address} are "
            + "filled in; the command is the last argument unless {command} is among them."),
        ("power.level", "With method ipmi: the level of the session, user, operator or administrator; administrator unless set."),
        ("power.cipher", "With method ipmi: the number of the cipher suite, such as 3 or 17, for BMCs that do not say theirs."),
        ("power.fingerprint", "With method redfish: the SHA-256 of the certificate that the BMC must show; any will do unless set."),
        ("ipmi_uname", "Stacki's name of power.user."),
        ("ipmi_pwd", "Stacki's name of power.password. Always kept secret."),
    ];

    private static (string, string)[] Site() =>
    [
        ("Kickstart_Lang", "The language of installer and system, such as en_US.UTF-8."),
        ("Kickstart_Keyboard", "The keyboard, such as us."),
        ("Kickstart_Timezone", "The time zone, such as Europe/Berlin."),
        ("Kickstart_PrivateRootPassword", "The root password of hosts; one in clear text is crypted before it is kept. Always kept secret."),
        ("Kickstart_PrivateDNSServers",
            "The name servers that hosts are told, with commas or blanks between them; the frontend unless set, where it serves names."),
        ("Kickstart_PrivateNTPHost", "The time servers of hosts, with commas or blanks between them."),
    ];
}
