using BootService.Core.Logins;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit.Debian;

/// <summary>A user that a command of a profile asks for.</summary>
/// <param name="Name">The name.</param>
internal sealed record DebianUser(string Name)
{
    public string? Uid { get; init; }

    /// <summary>The number of its own group; null for the system's choice.</summary>
    public string? Gid { get; init; }

    public string? Shell { get; init; }

    public string? FullName { get; init; }

    public string? Home { get; init; }

    /// <summary>A hash; null for nobody's.</summary>
    public string? Password { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>What the commands of a profile mean to Debian's installer, and which of them mean nothing to it.</summary>
internal sealed class DebianSettings
{
    /// <summary>Commands that say how Anaconda itself is to run, or what Debian does unasked.</summary>
    private static readonly string[] Ignorable =
    [
        "install", "text", "cmdline", "graphical", "skipx", "firstboot", "eula", "auth", "authconfig", "authselect", "zerombr", "selinux", "logging",
        "autostep",
        "unsupported_hardware", "mouse", "langsupport", "lilocheck", "key", "interactive", "device", "deviceprobe", "dmraid", "multipath", "vnc", "rdp",
    ];

    private static readonly string[] Disks =
        ["part", "partition", "autopart", "clearpart", "ignoredisk", "raid", "volgroup", "logvol", "btrfs", "reqpart", "snapshot", "mount"];

    private static readonly Dictionary<string, string> Ports = new(StringComparer.Ordinal)
    {
        ["ssh"] = "22/tcp",
        ["http"] = "80/tcp",
        ["https"] = "443/tcp",
        ["dns"] = "53/udp",
        ["ntp"] = "123/udp",
        ["nfs"] = "2049/tcp",
        ["smtp"] = "25/tcp",
    };

    /// <summary>Options that ask for something which is not done by the commands that are understood, and what does it.</summary>
    private static readonly (string Command, string Option, string Why)[] Unspoken =
    [
        ("timezone", "--ntpservers", "set the attribute Kickstart_PrivateNTPHost"),
        ("lang", "--addsupport", "write locale-gen into a <post>"),
        ("rootpw", "--allow-ssh", "write PermitRootLogin into a <post>"),
        ("firewall", "--trust", "write rules with \"stack add firewall\""),
        .. ((string[])["--bondslaves", "--bridgeslaves", "--teamslaves", "--vlanid", "--nameserver", "--gateway"]).Select(option =>
            ("network", option, "say it of the host's interfaces and networks, as with \"stack set host interface\"")),
    ];

    private readonly List<ProfileFault> _faults = [];
    private readonly string _system;

    private DebianSettings(string system) => _system = system;

    public string Locale { get; private set; } = "en_US.UTF-8";

    /// <summary>The keyboard that is in force.</summary>
    public KeyboardName Keyboard => Keyboards[0];

    public IReadOnlyList<KeyboardName> Keyboards { get; private set; } = [KeyboardName.Usual];

    /// <summary>What goes from one keyboard to the next; null where nobody said.</summary>
    public string? KeyboardChange { get; private set; }

    public string TimeZone { get; private set; } = "UTC";

    public bool IsUtc { get; private set; } = true;

    /// <summary>The hash of root's password; null when root has none to log in with.</summary>
    public string? RootHash { get; private set; }

    /// <summary>Root's password in plain text, where somebody wrote it so.</summary>
    public string? RootText { get; private set; }

    public string KernelOptions { get; private set; } = "";

    public bool PowersOff { get; private set; }

    /// <summary>The ports that stay open; null when all do.</summary>
    public IReadOnlyList<string>? OpenPorts { get; private set; }

    public List<DebianUser> Users { get; } = [];

    /// <summary>Groups with their numbers; null for the system's choice.</summary>
    public List<KeyValuePair<string, string?>> Groups { get; } = [];

    /// <summary>Keys by the user they let in.</summary>
    public List<KeyValuePair<string, string>> Keys { get; } = [];

    public List<string> Enabled { get; } = [];

    public List<string> Disabled { get; } = [];

    public IReadOnlyList<ProfileFault> Faults => _faults;

    /// <summary>The settings of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="system">What people call the system: Debian, or one that is made of it.</param>
    public static DebianSettings Of(InstallPlan plan, string system = "Debian")
    {
        var settings = new DebianSettings(system);
        foreach (var command in plan.Commands)
        {
            var words = KickstartLexer.Split(command.Name.Length > 0 ? $"{command.Name} {command.Arguments}" : command.Arguments);

            // What stands in no file is ours, and about repositories.
            if (words is [var name, .. var rest] && name[0] is not '#' && !string.IsNullOrEmpty(command.Place.Path))
            {
                settings.Take(name, rest, command.Place);
            }
        }

        settings.TimeZone = TimeZoneNames.For(plan.Request.Installer, settings.TimeZone);

        return settings;
    }

    private void Take(string name, IReadOnlyList<string> words, PlanPlace place)
    {
        foreach (var (_, option, why) in Unspoken.Where(one => one.Command == name && (words.Contains(one.Option) || words.Option(one.Option) is not null)))
        {
            Fail(
                place,
                $"option {option} of {name} is kickstart, and {_system}'s installer has nothing that means it: {why}, or give the element os=\"redhat\"");
        }

        switch (name)
        {
            case "lang":
                Locale = words.Plain(name).FirstOrDefault() ?? Locale;
                break;
            case "keyboard":
                Keyboards = KeyboardName.All(words) is { Count: > 0 } keyboards ? keyboards : Keyboards;
                KeyboardChange = words.Option("--switch") ?? KeyboardChange;
                break;
            case "timezone":
                (TimeZone, IsUtc) = (words.Plain(name).FirstOrDefault() ?? TimeZone, words.Any(word => word is "--utc" or "--isUtc"));
                break;
            case "rootpw":
                TakeRoot(words);
                break;
            case "user":
                TakeUser(words, place);
                break;
            case "group":
                Groups.AddRange(words.Option("--name") is { } group ? [KeyValuePair.Create(group, words.Option("--gid"))] : []);
                break;
            case "sshkey":
                Keys.Add(KeyValuePair.Create(words.Option("--username") ?? "root", words.Plain(name).FirstOrDefault() ?? ""));
                break;
            case "bootloader":
                TakeBootLoader(words, place);
                break;
            case "services":
                Enabled.AddRange(words.Options("--enabled"));
                Disabled.AddRange(words.Options("--disabled"));
                break;
            case "firewall":
                TakeFirewall(words, place);
                break;
            case "network":
                TakeNetwork(words, place);
                break;
            case "reboot":
                PowersOff = false;
                break;
            case "poweroff" or "halt" or "shutdown":
                PowersOff = true;
                break;
            case var disk when Disks.Contains(disk):
                Fail(place, $"<{disk}> is kickstart, and this host installs {_system}: describe its disks with \"stack add storage partition\", or give the "
                    + "element os=\"redhat\"");
                break;
            case "url" or "repo" or "nfs" or "cdrom" or "harddrive" or "liveimg" or "ostreesetup":
                Fail(place, $"<{name}> names a source in kickstart's words, and this host installs {_system}: make a pallet of it, or give the element "
                    + "os=\"redhat\"");
                break;
            case var other when !Ignorable.Contains(other):
                Fail(place, $"\"{other}\" is kickstart, and {_system}'s installer has nothing that means it: give the element os=\"redhat\", or write <native "
                    + $"os=\"{_system.ToLowerInvariant()}\">");
                break;
        }
    }

    private void TakeRoot(IReadOnlyList<string> words)
    {
        var password = words.Plain("rootpw").LastOrDefault();
        var isHash = words.Contains("--iscrypted");
        (RootHash, RootText) = words.Contains("--lock") || password is null || (isHash && PasswordHash.IsLock(password)) ? (null, null)
            : isHash ? (password, null)
            : ((string?)null, password);
    }

    private void TakeUser(IReadOnlyList<string> words, PlanPlace place)
    {
        if (words.Option("--name") is not { Length: > 0 } name)
        {
            Fail(place, "<user> lacks its --name");
            return;
        }

        if (words.Option("--password") is not null && !words.Contains("--iscrypted"))
        {
            Fail(place, $"the password of user {name} stands there in plain text: write --iscrypted and a hash, such as \"openssl passwd -6\" makes");
        }

        if (SystemAccounts.WhyNot(name, _system is "Debian" or "Ubuntu", _system) is { } why)
        {
            Fail(place, why);
        }

        Users.Add(new DebianUser(name)
        {
            Uid = words.Option("--uid"),
            Gid = words.Option("--gid"),
            Shell = words.Option("--shell"),
            FullName = words.Option("--gecos"),
            Home = words.Option("--homedir"),
            Password = words.Contains("--lock") ? null : words.Option("--password"),

            // Who may become root is called after sudo on Debian; image systems have both groups, and ask the members of wheel only for their passwords.
            Groups = [.. words.Options("--groups").Select(group => group is "wheel" && _system is ("Debian" or "Ubuntu") ? "sudo" : group)
                .Distinct(StringComparer.Ordinal)],
        });
    }

    private void TakeBootLoader(IReadOnlyList<string> words, PlanPlace place)
    {
        KernelOptions = words.Option("--append") ?? KernelOptions;
        if (words.Any(word => word.StartsWith("--password", StringComparison.Ordinal) || word is "--disabled"))
        {
            Fail(place, $"a boot loader with a password, or none at all, is nothing that {_system}'s installer makes: write it into <post "
                + $"os=\"{_system.ToLowerInvariant()}\">");
        }
    }

    private void TakeFirewall(IReadOnlyList<string> words, PlanPlace place)
    {
        if (words.Any(word => word is "--disabled" or "--disable"))
        {
            OpenPorts = null;
            return;
        }

        var open = new List<string>();
        foreach (var port in words.Options("--port"))
        {
            open.Add(port.Replace(':', '/') is var text && text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/tcp");
        }

        foreach (var service in words.Options("--service").Concat(words.Where(word => word is "--ssh" or "--http" or "--smtp").Select(word => word[2..])))
        {
            if (Ports.TryGetValue(service, out var known))
            {
                open.Add(known);
            }
            else
            {
                Fail(place, $"which port the service {service} has is not known on {_system}: write --port=NUMBER/tcp");
            }
        }

        OpenPorts = open;
    }

    private void TakeNetwork(IReadOnlyList<string> words, PlanPlace place)
    {
        if (words.Option("--bootproto") is { } how and not "dhcp" || words.Option("--ip") is not null)
        {
            Fail(place, $"<network> gives an address in kickstart's words, and this host installs {_system}: \"stack set host interface\" gives addresses on "
                + "every system");
        }
    }

    private void Fail(PlanPlace place, string sentence) =>
        _faults.Add(new ProfileFault(place.Path, place.Line, place.Column, place.Node, Attribute: null, sentence) { Kind = ProfileFaultKind.Element });
}
