using System.Collections.Frozen;
using System.Collections.Immutable;

namespace BootService.Core.Profiles.Emit;

/// <summary>A command of kickstart, or an option of one, and which releases have it.</summary>
/// <param name="Name">Its name; an option's begins with two hyphens.</param>
/// <param name="Releases">A letter for each: 6 to 9 are Enterprise Linux's, x is 10, f Fedora from 40 on.</param>
/// <param name="TakesValue">Whether a value belongs to it, which may stand behind a blank.</param>
internal sealed record KickstartWord(string Name, string Releases, bool TakesValue)
{
    /// <summary>The options of a command; none of a command that reads its words in a way of its own, or that its releases pass over.</summary>
    public ImmutableArray<KickstartWord> Options { get; init; } = [];
}

/// <summary>
/// Which commands and options installers know: at another one Anaconda stops, before it has reported anything, with a question on the screen of a machine
/// that nobody sits at.
/// </summary>
internal static class KickstartCommands
{
    /// <summary>All releases of the table.</summary>
    private const string All = "6789xf";

    /// <summary>
    /// A line for each command, longer ones indented: the options without their hyphens, = behind one that takes a value, @ and the releases behind what not
    /// all have (of an option: not all that have the command). Taken from the parsers of pykickstart (RHEL6 to RHEL10, F40 to F44).
    /// </summary>
    private const string Table = """
        auth@6789
        authconfig@6789
        authselect@89xf
        autopart backuppassphrase cipher= encrypted escrowcert= fstype=@789xf hibernation@xf hw-passphrase=@f luks-version=@89xf noboot@89xf
            nohome@789xf nolvm@789xf noswap@89xf passphrase= pbkdf=@89xf pbkdf-iterations=@89xf pbkdf-memory=@89xf pbkdf-time=@89xf type=@789xf
        autostep@6789 autoscreenshot
        bootc@xf source-imgref= stateroot= target-imgref=
        bootloader append= boot-drive=@789xf default= disabled@789xf driveorder= extlinux@789xf iscrypted lba32@6 leavebootorder@789xf
            location= md5pass= nombr@789xf password= sdboot@xf timeout= upgrade@678
        btrfs@789f data= label= metadata= mkfsoptions= name= noformat parent= subvol useexisting
        cdrom
        clearpart all cdl@789xf disklabel=@789xf drives= initlabel linux list=@789xf none
        cmdline non-interactive@89xf
        device@678 opts=
        deviceprobe@678
        dmraid@678 dev= name=
        driverdisk biospart= source= type=@6
        eula@789xf accept accepted agree agreed
        fcoe autovlan@789xf dcb nic=
        firewall disable disabled enable enabled ftp http port= remove-service=@789xf service= smtp ssh telnet=@6 trust=
            use-system-defaults@89xf
        firstboot disable disabled enable enabled reconfig
        graphical non-interactive@89xf
        group gid= name=
        halt eject kexec@89xf
        harddrive biospart=@678 dir= partition=
        hmc@789xf
        ignoredisk drives= interactive@678 only-use=
        install@678 root-device=
        interactive@6
        iscsi iface= ipaddr= password= port= reverse-password= reverse-user= target= user=
        iscsiname
        key@6 skip
        keyboard switch=@789xf vckeymap=@789xf xlayouts=@789xf
        lang addsupport=@789xf
        liveimg@789xf checksum= noverifyssl proxy= url=
        logging host= level=@6789 port=
        logvol backuppassphrase bytes-per-inode=@6 cachemode=@89xf cachepvs=@89xf cachesize=@89xf chunksize= cipher= encrypted escrowcert=
            fsoptions= fsprofile= fstype= grow hibernation label=@789xf luks-version=@89xf maxsize= metadatasize= mkfsoptions=@789xf name= noformat
            passphrase= pbkdf=@89xf pbkdf-iterations=@89xf pbkdf-memory=@89xf pbkdf-time=@89xf percent= poolname= profile= recommended resize@789xf
            size= thin thinpool useexisting vgname=
        mediacheck
        method@6789 metalink=@89 mirrorlist=@789 noverifyssl proxy= sslcacert=@89 sslclientcert=@89 sslclientkey=@89 url=
        module@89xf disable name= stream=
        monitor@6
        mount@89xf mkfsoptions= mountoptions= reformat=
        multipath@678 device= name= rule=
        network activate bindto=@789xf bondopts= bondslaves= bootproto= bridgeopts=@789xf bridgeslaves=@789xf device= dhcpclass= essid=
            ethtool= gateway= hostname= interfacename=@789xf ip= ipv4-dns-search=@9xf ipv4-ignore-auto-dns@9xf ipv6= ipv6-dns-search=@9xf
            ipv6-ignore-auto-dns@9xf ipv6gateway=@789xf mtu= nameserver= netmask= no-activate@789xf nodefroute nodns noipv4 noipv6 notksdevice
            onboot= teamconfig=@789xf teamslaves=@789xf vlanid= wepkey= wpakey=@789xf
        nfs dir= opts= server=
        nvdimm@789f blockdevs= mode= namespace= sectorsize=
        ostreecontainer@9xf no-signature-verification remote= stateroot= transport= url=
        ostreesetup@789xf nogpg osname= ref= remote= url=
        part active@678 asprimary backuppassphrase bytes-per-inode=@6 cipher= encrypted end=@6 escrowcert= fsoptions= fsprofile= fstype= grow
            hibernation hw-passphrase=@f label= luks-version=@89xf maxsize= mkfsoptions=@789xf noformat onbiosdisk= ondisk= ondrive= onpart=
            passphrase= pbkdf=@89xf pbkdf-iterations=@89xf pbkdf-memory=@89xf pbkdf-time=@89xf recommended resize@789xf size= start=@6 type=
            usepart=
        poweroff eject kexec@89xf
        raid backuppassphrase bytes-per-inode=@6 chunksize=@789xf cipher= device= encrypted escrowcert= fsoptions= fsprofile= fstype=
            label=@789xf level= luks-version=@89xf mkfsoptions=@789xf noformat passphrase= pbkdf=@89xf pbkdf-iterations=@89xf pbkdf-memory=@89xf
            pbkdf-time=@89xf spares= useexisting
        rdp@xf password= username=
        realm@789xf
        reboot eject kexec@89xf
        repo baseurl= cost= excludepkgs= ignoregroups=@6789 includepkgs= install@789xf metalink=@89xf mirrorlist= name= noverifyssl proxy=
            sslcacert=@89xf sslclientcert=@89xf sslclientkey=@89xf
        reqpart@789xf add-boot
        rescue nomount romount
        rhsm@89x activation-key= connect-to-insights flatpak-registry-url=@x organization= proxy= rhsm-baseurl= server-hostname=
        rootpw allow-ssh@9xf iscrypted lock plaintext
        selinux disabled enforcing permissive
        services disabled= enabled=
        shutdown eject kexec@89xf
        skipx
        snapshot@789xf name= when=
        sshkey@89xf username=
        sshpw iscrypted lock plaintext sshkey@89xf username=
        syspurpose@89x addon= role= sla= usage=
        text non-interactive@89xf
        timesource@9xf ntp-disable ntp-pool= ntp-server= nts
        timezone isUtc@6789f nontp@789f ntpservers=@789f utc
        unsupported_hardware@67
        updates
        upgrade@67 root-device=
        url metalink=@89xf mirrorlist=@789xf noverifyssl proxy= sslcacert=@89xf sslclientcert=@89xf sslclientkey=@89xf url=
        user gecos= gid=@789xf groups= homedir= iscrypted lock name= password= plaintext shell= uid=
        vnc host= password= port=
        volgroup noformat pesize= reserved-percent= reserved-space= useexisting
        xconfig defaultdesktop= depth=@6 driver=@6 resolution=@6 startxonboot videoram=@6
        zerombr
        zfcp devnum= fcplun= scsiid=@6 scsilun=@6 wwpn=
        zipl@89xf force-secure-boot no-secure-boot secure-boot
        """;

    private static readonly FrozenDictionary<string, KickstartWord> ByName = Table.ReplaceLineEndings("\n").Replace("\n    ", " ", StringComparison.Ordinal)
        .Split('\n').Select(Command).ToFrozenDictionary(word => word.Name, StringComparer.Ordinal);

    /// <summary>The names of all commands.</summary>
    public static IEnumerable<string> Names => ByName.Keys.Append("partition").Order(StringComparer.Ordinal);

    /// <summary>A command; null when no release has one of that name.</summary>
    public static KickstartWord? Find(string name) => ByName.GetValueOrDefault(name is "partition" ? "part" : name);

    /// <summary>An option of a command, as it is written or shortened; null when no release has it.</summary>
    public static KickstartWord? Option(this KickstartWord command, string word) =>
        command.Options.FirstOrDefault(option => option.Name == word)
        ?? command.Options.FirstOrDefault(option => word.Length > 2 && option.Name.StartsWith(word, StringComparison.Ordinal));

    private static KickstartWord Command(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = Word(words[0], All);
        return command with { Options = [.. words.Skip(1).Select(word => Word("--" + word, command.Releases))] };
    }

    private static KickstartWord Word(string text, string releases)
    {
        var parts = text.Split('@');
        return new KickstartWord(parts[0].TrimEnd('='), parts.ElementAtOrDefault(1) ?? releases, parts[0].EndsWith('='));
    }
}
