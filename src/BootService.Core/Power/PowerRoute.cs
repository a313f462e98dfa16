using System.Collections.Immutable;
using BootService.Protocols.Net;

namespace BootService.Core.Power;

/// <summary>By what way one machine's power is switched, with all that takes: closed, so that each way is seen to everywhere.</summary>
public abstract record PowerRoute
{
    private PowerRoute(string method, Secret password = default) => (Method, Password) = (method, password);

    /// <summary>The word of attribute <c>power.method</c>; empty for none.</summary>
    public string Method { get; }

    /// <summary>The password that goes with it; empty where there is none.</summary>
    public Secret Password { get; }

    /// <summary>A BMC that speaks IPMI 2.0 over LAN.</summary>
    /// <param name="Address">The BMC.</param>
    /// <param name="User">Who logs in there.</param>
    /// <param name="Password">With what.</param>
    public sealed record Ipmi(PowerAddress Address, string User, Secret Password) : PowerRoute(IpmiWord, Password)
    {
        /// <summary>The cipher suite, 0 to 17; null lets ipmitool ask for the best, which BMCs of before 2013 do not answer.</summary>
        public int? Cipher { get; init; }

        /// <summary>The privilege level the session asks for: user, operator or administrator; null for administrator.</summary>
        public string? Level { get; init; }
    }

    /// <summary>A BMC that speaks Redfish.</summary>
    /// <param name="Service">Scheme, host and port.</param>
    /// <param name="User">Who logs in there.</param>
    /// <param name="Password">With what.</param>
    public sealed record Redfish(Uri Service, string User, Secret Password) : PowerRoute(RedfishWord, Password)
    {
        /// <summary>Which of its systems, by Id; null for the only one.</summary>
        public string? System { get; init; }

        /// <summary>SHA-256 of the certificate it must show, in hexadecimal; null for any: BMCs make their own.</summary>
        public string? Fingerprint { get; init; }
    }

    /// <summary>Cards that wake their machine when they see a magic packet.</summary>
    /// <param name="Cards">The cards, each with our address on its network and that network's broadcast address.</param>
    public sealed record WakeOnLan(ImmutableArray<(MacAddress Card, Ipv4 From, Ipv4 Broadcast)> Cards) : PowerRoute(WakeOnLanWord);

    /// <summary>A machine of VirtualBox, through ssh to the computer it runs on.</summary>
    /// <param name="Address">That computer.</param>
    /// <param name="User">Who logs in there, the owner of the machine; null for whom ssh takes.</param>
    /// <param name="Machine">The machine's name there.</param>
    public sealed record VirtualBox(PowerAddress Address, string? User, string Machine) : PowerRoute(VirtualBoxWord);

    /// <summary>A program of the admin's.</summary>
    /// <param name="Program">Its name in the folder of such programs.</param>
    /// <param name="Arguments">Its arguments; <c>{command}</c>, <c>{host}</c> and <c>{address}</c> in them stand for what they say.</param>
    /// <param name="Host">The host.</param>
    /// <param name="Address">What attribute <c>power.address</c> says; empty when nothing.</param>
    /// <param name="User">What attribute <c>power.user</c> says; empty when nothing.</param>
    /// <param name="Password">What attribute <c>power.password</c> says.</param>
    public sealed record Script(
        string Program, ImmutableArray<string> Arguments, string Host, string Address, string User, Secret Password) : PowerRoute(ScriptWord, Password);

    /// <summary>No way.</summary>
    /// <param name="Why">What is missing, a sentence that says what to do.</param>
    public sealed record None(string Why) : PowerRoute(string.Empty);

    internal const string IpmiWord = "ipmi";
    internal const string RedfishWord = "redfish";
    internal const string WakeOnLanWord = "wol";
    internal const string VirtualBoxWord = "virtualbox";
    internal const string ScriptWord = "command";

    /// <summary>The words of attribute <c>power.method</c>.</summary>
    public static ImmutableArray<string> Methods { get; } = [IpmiWord, RedfishWord, WakeOnLanWord, VirtualBoxWord, ScriptWord];
}
