using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Lab.Lan;

/// <summary>A namespace on the LAN in which real client programs play a machine.</summary>
public sealed class LanClient
{
    /// <summary>Its interface on the LAN.</summary>
    public const string Interface = "eth0";

    private readonly BootLan _lan;

    internal LanClient(BootLan lan, string name, MacAddress mac) => (_lan, Namespace, Mac) = (lan, name, mac);

    /// <summary>Name of its namespace.</summary>
    public string Namespace { get; }

    /// <summary>Hardware address of its interface.</summary>
    public MacAddress Mac { get; }

    /// <summary>Runs a program in it to its end.</summary>
    /// <exception cref="LabException">It cannot be started, or takes longer than <see cref="Tool.DefaultLimit"/>.</exception>
    public Task<ToolResult> RunAsync(string program, params IEnumerable<string> arguments) =>
        Tool.RunAsync("ip", ["netns", "exec", Namespace, program, .. arguments], time: _lan.Time);

    /// <summary>Starts a program in it that stays.</summary>
    public LabProcess Start(string name, string program, params IEnumerable<string> arguments) =>
        LabProcess.Start(name, Namespace, program, arguments, _lan.LogFile(name), _lan.Time);

    /// <summary>Gives its interface an address, as a DHCP client's script would.</summary>
    /// <param name="address">The address.</param>
    /// <param name="prefix">Its network's; the LAN's own when null.</param>
    public async Task TakeAddressAsync(Ipv4 address, int? prefix = null) =>
        (await Tool.RunAsync("ip", ["-n", Namespace, "addr", "replace", $"{address}/{prefix ?? _lan.Prefix}", "dev", Interface])).Succeeded();
}
